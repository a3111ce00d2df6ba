package io.diffsr.openapi;

import io.diffsr.problem.Problem;
import io.diffsr.request.OutputFormat;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;
import org.jspecify.annotations.Nullable;

/**
 * Writes what every endpoint may answer: its problems with their codes, and the media types of what
 * is no JSON.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class AnswersOfEndpoints implements OASFilter {
  private static final String JOBS = "/v1/jobs";
  private static final String BYTES = "binary";

  /** Status, and the codes of its problems. */
  private static final Map<String, String> EVERYWHERE =
      Map.of(
          "400", "invalid_host, invalid_media_type",
          "500", "internal, job_unreadable",
          "503", "database_unavailable, storage_unavailable");

  private static final Map<String, String> OF_SUBMISSION =
      Map.of(
          "400", "invalid_form, invalid_json, invalid_host, invalid_media_type, request_incomplete",
          "409", "idempotency_key_in_flight",
          "413", "picture_too_large, body_too_large",
          "415", "unsupported_picture, unsupported_media_type",
          "422",
              "invalid_request, invalid_picture, picture_too_large, image_url_unusable,"
                  + " idempotency_key_reused",
          "429", "queue_full",
          "503", "too_many_uploads, database_unavailable, storage_unavailable");

  private static final Map<String, String> OF_FILES =
      Map.of("409", "job_not_finished, job_has_no_result");

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) ->
                item.getOperations()
                    .forEach((method, operation) -> complete(path, method, operation)));
  }

  private static void complete(String path, PathItem.HttpMethod method, Operation operation) {
    APIResponses answers = operation.getResponses();
    Map<String, String> problems = new LinkedHashMap<>(EVERYWHERE);
    if (path.contains("{id}")) {
      problems.put(
          "404", path.contains("deliveries/{id}") ? "webhook_delivery_not_found" : "job_not_found");
    }
    if (path.equals(JOBS)) {
      problems.putAll(
          method == PathItem.HttpMethod.POST ? OF_SUBMISSION : Map.of("422", "invalid_request"));
    }
    if (path.equals(JOBS) && method == PathItem.HttpMethod.POST) {
      answers.addAPIResponse(
          "200",
          answer("The job, which has ended within Prefer: wait")
              .content(answers.getAPIResponse("202").getContent()));
    }
    if (path.endsWith("/result") || path.endsWith("/uncertainty")) {
      problems.putAll(OF_FILES);
      files(path, method, answers, problems);
    }
    if (path.endsWith("/events")) {
      problems.put("422", "invalid_request");
      problems.put("503", "too_many_streams, database_unavailable");
      answers.addAPIResponse(
          "200",
          answer("Events, each with the job or its progress as JSON")
              .content(content(Stream.of("text/event-stream"), text(null))));
    }
    problems.forEach((status, codes) -> answers.addAPIResponse(status, problem(codes, method)));
  }

  private static void files(
      String path, PathItem.HttpMethod method, APIResponses answers, Map<String, String> problems) {
    boolean result = path.endsWith("/result");
    Stream<String> types =
        result
            ? Stream.of(OutputFormat.values()).map(OutputFormat::mediaType)
            : Stream.of(OutputFormat.PNG.mediaType());
    Content bytes = content(types, text(BYTES));
    if (method == PathItem.HttpMethod.HEAD) {
      answers.addAPIResponse("200", answer("The same headers as with GET"));
      return;
    }
    answers.addAPIResponse("200", answer("The file").content(bytes));
    answers.addAPIResponse("303", answer("Where the file is, if the gateway redirects"));
    if (result) {
      answers.addAPIResponse("206", answer("The part that Range asks for").content(bytes));
      answers.addAPIResponse("304", answer("The file is the one of If-None-Match"));
      problems.put("416", "range_not_satisfiable");
    }
  }

  private static APIResponse problem(String codes, PathItem.HttpMethod method) {
    APIResponse answer = answer("Problem: " + codes);
    if (method == PathItem.HttpMethod.HEAD) {
      return answer;
    }
    Schema schema = OASFactory.createSchema().ref("#/components/schemas/Problem");
    return answer.content(content(Stream.of(Problem.MEDIA_TYPE), schema));
  }

  private static APIResponse answer(String description) {
    return OASFactory.createAPIResponse().description(description);
  }

  private static Schema text(@Nullable String format) {
    Schema schema = OASFactory.createSchema().addType(SchemaType.STRING);
    return format == null ? schema : schema.format(format);
  }

  private static Content content(Stream<String> mediaTypes, Schema schema) {
    Content content = OASFactory.createContent();
    List<String> types = mediaTypes.toList();
    types.forEach(type -> content.addMediaType(type, OASFactory.createMediaType().schema(schema)));
    return content;
  }
}
