package io.diffsr.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.attempt.WorkSettings;
import io.diffsr.delivery.WebhookSettings;
import io.diffsr.dispatch.DispatchSettings;
import io.diffsr.events.EventSettings;
import io.diffsr.maintenance.MaintenanceSettings;
import io.diffsr.maintenance.RetentionSettings;
import io.diffsr.messaging.MessagingSettings;
import io.diffsr.outbound.OutboundSettings;
import io.diffsr.results.ResultSettings;
import io.diffsr.storage.StorageSettings;
import io.diffsr.submission.AvailableModels;
import io.diffsr.submission.LimitSettings;
import io.diffsr.submission.PictureSettings;
import io.smallrye.config.ConfigMapping;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Containers name only settings that exist, and docs/configuration.md explains all. */
class SettingsTest {
  private static final List<Class<?>> OF_GATEWAY =
      List.of(
          LimitSettings.class,
          PictureSettings.class,
          AvailableModels.class,
          ResultSettings.class,
          DispatchSettings.class,
          EventSettings.class,
          OutboundSettings.class,
          WebhookSettings.class,
          MaintenanceSettings.class,
          RetentionSettings.class,
          StorageSettings.class,
          MessagingSettings.class);
  private static final List<Class<?>> OF_WORKER =
      List.of(WorkSettings.class, StorageSettings.class, MessagingSettings.class);
  private static final Pattern OURS = Pattern.compile("(DIFFSR|QUARKUS|KAFKA|MP)_[A-Z0-9_]+");

  @Test
  void everyVariableThatComposeGivesIsASettingOfTheServiceThatGetsIt() throws IOException {
    JsonNode compose = compose();
    Set<String> gateway = variables("api-gateway", OF_GATEWAY);
    Set<String> worker = variables("worker/service", OF_WORKER);
    // What both are given need only matter to one of them.
    Set<String> either = new TreeSet<>(gateway);
    either.addAll(worker);
    for (String service : List.of("gateway", "worker")) {
      Set<String> given = names(compose.path("services").path(service).path("environment"));
      assertTrue(given.size() > 5, given::toString);
      given.forEach(name -> assertTrue(either.contains(name), name));
    }
    assertTrue(gateway.containsAll(names(compose.at("/services/gateway/environment"))));
  }

  @Test
  void composeNamesOnlyServicesVolumesAndFilesThatThereAre() throws IOException {
    JsonNode compose = compose();
    Set<String> services = names(compose.path("services"));
    assertEquals(Set.of("kafka", "postgresql", "s3", "gateway", "worker"), services);
    for (String name : services) {
      JsonNode service = compose.path("services").path(name);
      names(service.path("depends_on"))
          .forEach(needed -> assertTrue(services.contains(needed), needed));
      service
          .path("volumes")
          .forEach(
              volume ->
                  assertTrue(
                      compose.path("volumes").has(volume.asText().replaceFirst(":.*", "")),
                      volume::asText));
      String image = service.path("image").asText();
      assertFalse(image.isEmpty() || image.endsWith(":latest"), name + " has image " + image);
      if (service.has("build")) {
        String dockerfile = withDefaults(service.at("/build/dockerfile").asText());
        assertTrue(Files.isRegularFile(Stack.ROOT.resolve(dockerfile)), dockerfile);
      } else {
        assertTrue(withDefaults(image).contains(":"), image);
      }
      service.path("ports").forEach(port -> assertTrue(port.asText().startsWith("127.0.0.1:")));
    }
    assertTrue(compose.at("/services/gateway/depends_on").has("kafka"));
    assertFalse(compose.at("/services/worker").has("container_name"), "could not be scaled");
    assertFalse(compose.at("/services/worker").has("ports"), "could not be scaled");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gateway", "worker", "worker-cuda"})
  void anImageIsBuiltInStagesRunsAsNobodyInParticularAndSaysHowItIs(String image)
      throws IOException {
    List<String> lines =
        Files.readAllLines(Stack.ROOT.resolve("deploy/images/" + image + ".Dockerfile"));
    List<String> froms = lines.stream().filter(line -> line.startsWith("FROM ")).toList();
    assertEquals(2, froms.size(), froms::toString);
    froms.forEach(
        from -> assertTrue(from.matches("FROM [^ :]+:(?!latest)[^ ]+( AS build)?"), from));
    List<String> users = lines.stream().filter(line -> line.startsWith("USER ")).toList();
    assertEquals(List.of("USER 10001:10001"), users);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("HEALTHCHECK ")));
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("ENTRYPOINT [")));
    assertTrue(lines.stream().noneMatch(line -> line.startsWith("ADD ")));
    lines.stream()
        .filter(line -> line.contains("apt-get install"))
        .forEach(line -> assertTrue(line.contains("--no-install-recommends"), line));
    Set<String> known =
        image.equals("gateway")
            ? variables("api-gateway", OF_GATEWAY)
            : variables("worker/service", OF_WORKER);
    Matcher named = OURS.matcher(String.join("\n", lines));
    int count = 0;
    while (named.find()) {
      assertTrue(known.contains(named.group()), named.group());
      count++;
    }
    assertTrue(count > 0);
  }

  @Test
  void theDocumentationExplainsEverySetting() throws IOException {
    String documentation = Files.readString(Stack.ROOT.resolve("docs/configuration.md"));
    Set<String> missing = new TreeSet<>();
    for (List<Class<?>> mappings : List.of(OF_GATEWAY, OF_WORKER)) {
      mappings.forEach(mapping -> missing.addAll(keys(mapping)));
    }
    missing.removeIf(key -> documentation.contains("`" + key + "`"));
    assertEquals(Set.of(), missing);
  }

  private static JsonNode compose() throws IOException {
    try (Reader reader = Files.newBufferedReader(Stack.ROOT.resolve("docker-compose.yml"))) {
      return new ObjectMapper().valueToTree(new Yaml().load(reader));
    }
  }

  private static Set<String> names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  private static String withDefaults(String text) {
    return text.replaceAll("\\$\\{[A-Z0-9_]+:-([^}]*)}", "$1");
  }

  /** Names of environment variables that a service listens to. */
  private static Set<String> variables(String module, List<Class<?>> mappings) throws IOException {
    Properties properties = new Properties();
    Path file = Stack.ROOT.resolve(module).resolve("src/main/resources/application.properties");
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Set<String> keys = new TreeSet<>(properties.stringPropertyNames());
    mappings.forEach(mapping -> keys.addAll(keys(mapping)));
    return keys.stream()
        .map(key -> key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static Set<String> keys(Class<?> mapping) {
    return keys(mapping.getAnnotation(ConfigMapping.class).prefix(), mapping);
  }

  private static Set<String> keys(String prefix, Class<?> group) {
    Set<String> keys = new TreeSet<>();
    for (Method method : group.getDeclaredMethods()) {
      String kebab = method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      String key = prefix + "." + kebab;
      if (!Modifier.isAbstract(method.getModifiers())) {
        continue;
      }
      if (method.getReturnType().getEnclosingClass() == group) {
        keys.addAll(keys(key, method.getReturnType()));
      } else {
        keys.add(key);
      }
    }
    return keys;
  }
}
