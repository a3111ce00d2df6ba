package io.diffsr.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the documentation of a field says is what the rules do. */
class RequestFieldTest {
  private static final Map<String, RecordComponent> RESOLVED =
      Arrays.stream(UpscaleSpec.class.getRecordComponents())
          .collect(Collectors.toMap(RecordComponent::getName, Function.identity()));

  @Test
  void theFieldsOfARequestAreTheOptionsAmongTheOthers() {
    List<String> names =
        RequestField.of(JobRequest.class).stream().map(RequestField::wireName).toList();
    List<String> options =
        RequestField.of(UpscaleOptions.class).stream().map(RequestField::wireName).toList();
    assertEquals("image_url", names.get(0));
    assertEquals(options, names.subList(1, options.size() + 1));
    assertEquals(
        List.of("priority", "deadline", "result_ttl", "webhook_url", "webhook_events", "metadata"),
        names.subList(options.size() + 1, names.size()));
    assertTrue(
        options.containsAll(List.of("scale", "noise_level", "output_format")), names::toString);
    assertEquals("--noise-level", field("noiseLevel").optionName());
  }

  @Test
  void theDefaultsThatAreNamedAreTheDefaultsThatAreTaken() throws ReflectiveOperationException {
    UpscaleSpec spec = Specs.RULES.upscale().specify(Specs.DEFAULTS, 100, 100);
    assertEquals(spec.width(), 100 * Double.parseDouble(field("scale").described().byDefault()));
    for (RequestField field : RequestField.of(UpscaleOptions.class)) {
      String named = field.described().byDefault();
      RecordComponent resolved = RESOLVED.get(field.name());
      if (!named.isEmpty() && resolved != null) {
        assertEquals(named, text(resolved.getAccessor().invoke(spec)), field.name());
      }
    }
    JobSpec job = Specs.RULES.specify(JobSpec.DEFAULT_TENANT, Specs.request().build(), Specs.INPUT);
    RequestField priority =
        RequestField.of(JobRequest.class).stream()
            .filter(each -> each.name().equals("priority"))
            .findFirst()
            .orElseThrow();
    assertEquals(priority.described().byDefault(), String.valueOf(job.priority()));
  }

  @Test
  void theValuesThatAreNamedAreThoseThatThereAre() {
    for (RequestField field : RequestField.of(UpscaleOptions.class)) {
      RecordComponent resolved = RESOLVED.get(field.name());
      if (resolved != null && resolved.getType().isEnum()) {
        List<String> constants =
            Arrays.stream(resolved.getType().getEnumConstants())
                .map(constant -> ((WireName) constant).wireName())
                .toList();
        assertEquals(constants, List.of(field.described().values()), field.name());
      }
    }
  }

  @Test
  void theBoundsThatAreNamedAreThoseThatAreChecked() throws ReflectiveOperationException {
    for (RequestField field : RequestField.of(UpscaleOptions.class)) {
      Described described = field.described();
      if (!described.minimum().isEmpty() && !field.wireName().matches("width|height")) {
        double lowest = Double.parseDouble(described.minimum());
        assertEquals(described.aboveMinimum(), violates(field, lowest), field.name());
        assertTrue(violates(field, lowest - 1), field.name());
      }
      if (!described.maximum().isEmpty()) {
        double highest = Double.parseDouble(described.maximum());
        assertFalse(violates(field, highest), field.name());
        assertTrue(violates(field, highest + 1), field.name());
      }
    }
  }

  /** Whether the rules refuse a number, for a small picture. */
  private static boolean violates(RequestField field, double number)
      throws ReflectiveOperationException {
    RecordComponent[] components = UpscaleOptions.class.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      if (components[i].getName().equals(field.name())) {
        values[i] = field.type() == Double.class ? (Object) number : (Object) (int) number;
      }
    }
    UpscaleOptions options = UpscaleOptions.class.getDeclaredConstructor(types).newInstance(values);
    try {
      Specs.RULES.upscale().specify(options, 8, 8);
      return false;
    } catch (InvalidJobException e) {
      return e.violations().stream().anyMatch(each -> each.field().equals(field.wireName()));
    }
  }

  @Test
  void aMeaningIsAPhrase() {
    for (RequestField field : RequestField.of(JobRequest.class)) {
      String text = field.described().text();
      assertFalse(text.isBlank() || text.endsWith("."), field.name());
    }
  }

  private static RequestField field(String name) {
    return RequestField.of(UpscaleOptions.class).stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Object value) {
    if (value instanceof WireName constant) {
      return constant.wireName();
    }
    return String.valueOf(value).replaceFirst("\\.0$", "");
  }
}
