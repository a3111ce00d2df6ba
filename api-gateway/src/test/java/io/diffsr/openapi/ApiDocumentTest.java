package io.diffsr.openapi;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.job.JobStatus;
import io.diffsr.request.UpscaleRules;
import io.diffsr.request.WireName;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what is accepted and what is answered. */
@QuarkusTest
class ApiDocumentTest {
  private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

  /** Of requests that are for no operation. */
  private static final Set<String> OF_NO_OPERATION =
      Set.of("not_found", "method_not_allowed", "forbidden");

  @Test
  void itsProblemsAreThoseOfTheManual() throws IOException {
    Set<String> codes = new TreeSet<>(OF_NO_OPERATION);
    for (JsonNode problem : document().findValues("application/problem+json")) {
      for (JsonNode code : problem.at("/schema/allOf/1/properties/code/enum")) {
        codes.add(code.asText());
      }
    }
    assertEquals(manual(), codes);
  }

  @Test
  void whatIsAlwaysAnsweredIsRequired() throws IOException {
    JsonNode schemas = document().at("/components/schemas");
    assertEquals(
        List.of("type", "title", "status", "detail", "code", "retryable", "trace_id"),
        texts(schemas.at("/Problem/required")));
    List<String> job = texts(schemas.at("/Job/required"));
    assertTrue(job.containsAll(List.of("id", "status", "input", "method", "seed", "urls")));
    assertTrue(!job.contains("result") && !job.contains("steps"), job::toString);
  }

  @Test
  void boundsAndNamesAreInTheSchemas() throws IOException {
    JsonNode document = document();
    for (String schema : List.of("JobRequest", "JobForm")) {
      JsonNode fields = document.at("/components/schemas/" + schema + "/properties");
      assertEquals(1, fields.at("/scale/minimum").asDouble());
      assertEquals(16, fields.at("/scale/maximum").asDouble());
      assertEquals(0, fields.at("/noise_level/exclusiveMinimum").asDouble());
      assertEquals(Long.MAX_VALUE, fields.at("/seed/maximum").asLong());
      assertEquals(32, fields.at("/metadata/maxProperties").asInt());
      assertEquals(UpscaleRules.METHODS, texts(fields.at("/method").findValue("enum")));
      assertEquals(UpscaleRules.STARTS, texts(fields.at("/start").findValue("enum")));
      assertEquals(List.of("diffsr-small"), texts(fields.at("/model").findValue("enum")));
      boolean nullable = schema.equals("JobRequest");
      assertEquals(nullable, fields.at("/sampler").toString().contains("\"null\""));
      assertEquals(nullable, fields.at("/scale/type").toString().contains("\"null\""));
    }
    JsonNode parameters = document.at("/paths/~1v1~1jobs/get/parameters");
    for (JsonNode parameter : parameters) {
      if (parameter.path("name").asText().equals("status")) {
        assertEquals(
            Arrays.stream(JobStatus.values()).map(WireName::wireName).toList(),
            texts(parameter.at("/schema/enum")));
      }
    }
    assertEquals(4, parameters.size());
  }

  private static JsonNode document() throws JsonProcessingException {
    String json = given().queryParam("format", "json").get("/openapi").asString();
    return new ObjectMapper().readTree(json);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  /** The codes in the table of problems of the manual. */
  private static Set<String> manual() throws IOException {
    Path file = Path.of(System.getProperty("diffsr.root")).resolve("docs/api.md");
    return Files.readAllLines(file).stream()
        .filter(line -> line.matches("\\| [45]\\d\\d \\|.*"))
        .map(line -> line.split("\\|", -1)[2])
        .flatMap(cell -> CODE.matcher(cell).results().map(found -> found.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
