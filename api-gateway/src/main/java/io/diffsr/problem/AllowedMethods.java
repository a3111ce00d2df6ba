package io.diffsr.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The methods of every address of the API. The framework answers 405 without {@code Allow}, takes
 * some wrong methods for an unknown address, and names to {@code OPTIONS} what other addresses of
 * the same class have.
 */
@ApplicationScoped
class AllowedMethods {
  /** What the framework serves itself, by any method: document, its page, health and metrics. */
  private static final Pattern DOCUMENTS =
      Pattern.compile("/(openapi(\\.(json|ya?ml))?|swagger-ui|q)(/.*)?");

  private static final Set<String> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final List<Address> addresses;

  private record Address(Pattern path, Set<String> methods) {}

  @Inject
  AllowedMethods(BeanManager beans) {
    Map<String, Set<String>> byTemplate = new LinkedHashMap<>();
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      if (bean.getBeanClass().isAnnotationPresent(Path.class)) {
        collect(bean.getBeanClass(), byTemplate);
      }
    }
    List<Address> all = new ArrayList<>();
    // As the framework chooses: what is written out goes before what may be anything.
    byTemplate.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().chars().filter(c -> c == '{').count()))
        .forEach(entry -> all.add(new Address(pattern(entry.getKey()), entry.getValue())));
    all.add(new Address(DOCUMENTS, new TreeSet<>(READING)));
    this.addresses = List.copyOf(all);
  }

  private static void collect(Class<?> resource, Map<String, Set<String>> byTemplate) {
    for (Method method : resource.getDeclaredMethods()) {
      Set<String> names = names(method);
      if (!names.isEmpty()) {
        Set<String> methods =
            byTemplate.computeIfAbsent(path(resource) + path(method), each -> new TreeSet<>());
        methods.addAll(names);
        methods.add(HttpMethod.OPTIONS);
        if (names.contains(HttpMethod.GET)) {
          methods.add(HttpMethod.HEAD);
        }
      }
    }
  }

  private static Set<String> names(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .filter(type -> type.isAnnotationPresent(HttpMethod.class))
        .map(type -> type.getAnnotation(HttpMethod.class).value())
        .collect(Collectors.toSet());
  }

  private static String path(AnnotatedElement element) {
    Path path = element.getAnnotation(Path.class);
    if (path == null || path.value().equals("/")) {
      return "";
    }
    return path.value().startsWith("/") ? path.value() : "/" + path.value();
  }

  /** A trailing slash makes no difference, as it makes none to the framework. */
  private static Pattern pattern(String template) {
    return Pattern.compile(template.replaceAll("\\{\\w+}", "[^/]+") + "/?");
  }

  /** The methods that an address has; none where the API has no such address. */
  Collection<String> of(String path) {
    return addresses.stream()
        .filter(address -> address.path().matcher(path).matches())
        .findFirst()
        .map(Address::methods)
        .orElse(Set.of());
  }
}
