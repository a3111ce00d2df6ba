package io.diffsr.openapi;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.diffsr.testing.Gateway;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The OpenAPI document, {@code docs/api.md} and the JSON of a job name the same fields. */
@QuarkusTest
class JobSchemasTest {
  private static final String HEADING = "## Fields of a job";

  @Inject TestWorker worker;

  @Test
  void theTableOfFieldsHasTheFieldsOfARequestAndTheirDefaults() throws IOException {
    Map<String, Map<String, Object>> fields = properties("JobRequest");
    List<List<String>> rows = rows();
    assertEquals(
        new ArrayList<>(fields.keySet()),
        rows.stream().map(row -> row.get(0).replace("`", "")).toList());
    for (List<String> row : rows) {
      Map<String, Object> field = fields.get(row.get(0).replace("`", ""));
      if (field.containsKey("default")) {
        String cell = row.get(2).replace("`", "");
        assertEquals(String.valueOf(field.get("default")), cell, row::toString);
      }
      assertFalse(row.get(1).isBlank(), row::toString);
      assertFalse(String.valueOf(field.get("description")).isBlank(), row::toString);
    }
  }

  @Test
  void aFormHasTheFieldsOfARequestAndTheFile() {
    List<String> fields = new ArrayList<>(properties("JobRequest").keySet());
    fields.add(0, "image");
    assertEquals(fields, new ArrayList<>(properties("JobForm").keySet()));
    assertFalse(document().getBoolean("components.schemas.JobForm.additionalProperties"));
  }

  @Test
  void aJobShowsNoFieldThatItsSchemaDoesNotHave() {
    UUID id = Gateway.submit(Map.of("noise_level", "0.25", "sampler", "ddim"));
    Map<String, Object> job = Gateway.job(id).extract().jsonPath().getMap("");
    Set<String> unknown = new TreeSet<>(job.keySet());
    unknown.removeAll(properties("Job").keySet());
    assertEquals(Set.of(), unknown);
    assertEquals("ddim", job.get("sampler"));
    assertEquals("auto", job.get("consistency"));
    assertEquals("png", job.get("output_format"));
    assertFalse(job.containsKey("timestep"), "an option that is unset is not shown");
    worker.emptyTheQueue();
  }

  private static JsonPath document() {
    return given().queryParam("format", "json").get("/openapi").then().extract().jsonPath();
  }

  private static Map<String, Map<String, Object>> properties(String schema) {
    return document().getMap("components.schemas." + schema + ".properties");
  }

  /** The cells of the table under the heading, without its head. */
  private static List<List<String>> rows() throws IOException {
    Path file = Path.of(System.getProperty("diffsr.root")).resolve("docs/api.md");
    return Files.readAllLines(file).stream()
        .dropWhile(line -> !line.equals(HEADING))
        .skip(1)
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(JobSchemasTest::cells)
        .toList();
  }

  private static List<String> cells(String row) {
    return List.of(row.split("\\|", -1)).stream().skip(1).limit(3).map(String::strip).toList();
  }
}
