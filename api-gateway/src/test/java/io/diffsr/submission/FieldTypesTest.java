package io.diffsr.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.diffsr.request.InvalidJobException.Violation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldTypesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'steps': 2.5            | steps must be a whole number",
        "'steps': '2'            | steps must be a whole number",
        "'seed': true            | seed must be a whole number",
        "'scale': '2'            | scale must be a number",
        "'scale': ''             | scale must be a number",
        "'scale': false          | scale must be a number",
        "'method': 1             | method must be a text",
        "'deadline': true        | deadline must be a text",
        "'image_url': []         | image_url must be a text",
        "'metadata': 'a'         | metadata must be an object",
        "'metadata': {'a': 1}    | metadata.a must be a text",
        "'webhook_events': 'a'   | webhook_events must be a list",
        "'webhook_events': [1]   | webhook_events must be a list of texts",
        "'stepz': 2              | stepz is not a field of this request",
      })
  void aFieldOfAnotherTypeIsNamed(String field, String message) throws Exception {
    assertEquals(List.of(message), violations(object(field)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'steps': 2, 'seed': -9223372036854775808, 'scale': 2",
        "'scale': 2.5, 'method': 'pinv', 'metadata': {'a': 'b'}",
        "'steps': null, 'scale': null, 'method': null, 'metadata': null, 'webhook_events': null",
        "'webhook_events': ['job.failed']",
      })
  void fieldsOfTheirTypesAreTaken(String fields) throws Exception {
    assertEquals(List.of(), violations(object(fields)));
  }

  @ParameterizedTest
  @CsvSource({"2.0, 2", "1e1, 10", "-3.0, -3"})
  void aWholeNumberMayBeWrittenAsAFraction(String written, String read) throws Exception {
    ObjectNode fields = object("'steps': " + written);
    assertEquals(List.of(), violations(fields));
    assertEquals(read, fields.get("steps").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "scale, 2.5, 2.5",
    "scale, ' 2 ', 2",
    "scale, 1e-1, 0.1",
    "scale, '', '\"\"'",
    "scale, 2d, '\"2d\"'",
    "scale, NaN, '\"NaN\"'",
    "steps, 007, 7",
    "steps, 0x10, '\"0x10\"'",
    "model, 7, '\"7\"'",
  })
  void aFormsTextIsReadAsTheFieldsType(String field, String text, String json) {
    assertEquals(json, FieldTypes.ofForm(field, text).toString());
  }

  private static ObjectNode object(String fields) throws JsonProcessingException {
    return (ObjectNode) MAPPER.readTree("{" + fields.replace('\'', '"') + "}");
  }

  private static List<String> violations(ObjectNode fields) {
    List<Violation> violations = new ArrayList<>();
    FieldTypes.check(fields, violations);
    return violations.stream().map(each -> each.field() + " " + each.message()).toList();
  }
}
