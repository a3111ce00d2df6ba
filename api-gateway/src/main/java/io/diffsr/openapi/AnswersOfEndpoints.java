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
 * Writes what every endpoint may answer: its problems with their codes, its headers, and the media
 * types of what is no JSON.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class AnswersOfEndpoints implements OASFilter {
  private static final String JOBS = "/v1/jobs";
  private static final String KEYS = "/v1/keys";
  private static final String BYTES = "binary";
  private static final String UNAVAILABLE = "database_unavailable, storage_unavailable, stopping";

  /** Status, and the codes of its problems. */
  private static final Map<String, String> EVERYWHERE =
      Map.of(
          "400", "bad_request, invalid_host, invalid_media_type",
          "401", "unauthenticated",
          "403", "scope_missing",
          "406", "not_acceptable",
          "414", "address_too_long",
          "431", "headers_too_large",
          "500", "internal, job_unreadable",
          "503", UNAVAILABLE);

  private static final Map<String, String> OF_SUBMISSION =
      Map.of(
          "400",
              "bad_request, invalid_host, invalid_media_type, invalid_form, invalid_json,"
                  + " request_incomplete",
          "409", "idempotency_key_in_flight",
          "413", "picture_too_large, body_too_large",
          "415", "unsupported_picture, unsupported_media_type",
          "422",
              "invalid_request, invalid_picture, picture_too_large, image_url_unusable,"
                  + " idempotency_key_reused",
          "429", "queue_full",
          "503", "too_many_uploads, heif_unavailable, " + UNAVAILABLE);

  private static final Map<String, String> OF_A_NEW_KEY =
      Map.of(
          "400", "bad_request, invalid_host, invalid_media_type, invalid_json",
          "409", "keys_not_asked_for",
          "413", "body_too_large, picture_too_large",
          "415", "unsupported_media_type",
          "422", "invalid_request");

  private static final Map<String, String> OF_FILES =
      Map.of("409", "job_not_finished, job_has_no_result", "410", "result_expired");

  /** Operations on a job that has been submitted, by their names in the document. */
  private static final List<String> OF_A_JOB =
      List.of(
          "getJob",
          "cancelJob",
          "followJob",
          "getResult",
          "getUncertainty",
          "listWebhookDeliveries");

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
      problems.put("404", notFound(path));
      operation.getParameters().stream()
          .filter(parameter -> parameter.getName().equals("id"))
          .forEach(parameter -> parameter.schema(path.startsWith(KEYS) ? keyId() : text("uuid")));
    }
    if (path.equals(JOBS) && method == PathItem.HttpMethod.POST) {
      problems.putAll(OF_SUBMISSION);
      submission(answers);
    } else if (path.equals(KEYS) && method == PathItem.HttpMethod.POST) {
      problems.putAll(OF_A_NEW_KEY);
    } else if (path.equals(JOBS)) {
      problems.put("422", "invalid_request");
    }
    if (path.endsWith("/result") || path.endsWith("/uncertainty")) {
      problems.putAll(OF_FILES);
      problems.remove("406");
      files(path, method, answers, problems);
    }
    if (path.endsWith("/tenants/{name}")) {
      problems.put("422", "invalid_request");
    }
    if (path.endsWith("{id}/receipt")) {
      problems.put("409", "job_not_finished, job_has_no_result");
    }
    if (path.endsWith("{id}/retry")) {
      problems.put("409", "job_not_retryable");
    }
    if (path.endsWith("/events")) {
      problems.put("422", "invalid_request");
      problems.put("503", "too_many_streams, " + UNAVAILABLE);
      answers.addAPIResponse(
          "200",
          answer("Events, each with the job or its progress as JSON")
              .content(content(Stream.of("text/event-stream"), event())));
    }
    problems.forEach(
        (status, codes) -> answers.addAPIResponse(status, problem(status, codes, method)));
  }

  private static String notFound(String path) {
    if (path.startsWith(KEYS)) {
      return "key_not_found";
    }
    if (path.contains("deliveries/{id}")) {
      return "webhook_delivery_not_found";
    }
    return path.endsWith("/uncertainty")
        ? "job_not_found, job_has_no_uncertainty"
        : "job_not_found";
  }

  private static void submission(APIResponses answers) {
    APIResponse accepted = answers.getAPIResponse("202");
    APIResponse ended =
        answer("The job, which has ended within Prefer: wait").content(accepted.getContent());
    header(ended, "Preference-Applied", "The time that was waited at most", text(null));
    for (APIResponse answer : List.of(accepted, ended)) {
      header(answer, "Location", "The address of the job", text("uri"));
      for (String operation : OF_A_JOB) {
        answer.addLink(
            operation,
            OASFactory.createLink()
                .operationId(operation)
                .addParameter("id", "$response.body#/id"));
      }
    }
    answers.addAPIResponse("200", ended);
  }

  private static void files(
      String path, PathItem.HttpMethod method, APIResponses answers, Map<String, String> problems) {
    boolean result = path.endsWith("/result");
    Stream<String> types =
        result
            ? Stream.of(OutputFormat.values()).map(OutputFormat::mediaType)
            : Stream.of(OutputFormat.PNG.mediaType());
    Content bytes = content(types, text(BYTES));
    boolean head = method == PathItem.HttpMethod.HEAD;
    APIResponse file = answer(head ? "The same headers as with GET" : "The file");
    header(file, "Content-Disposition", "The name of the file", text(null));
    if (result) {
      header(file, "ETag", "The SHA-256 of the file", text(null));
      header(file, "Accept-Ranges", "bytes", text(null));
    }
    answers.addAPIResponse("200", file);
    if (head) {
      return;
    }
    file.content(bytes);
    APIResponse redirect = answer("Where the file is, if the gateway redirects");
    header(redirect, "Location", "The address of the file in the object store", text("uri"));
    answers.addAPIResponse("303", redirect);
    if (result) {
      APIResponse part = answer("The part that Range asks for").content(bytes);
      header(part, "Content-Range", "The place of the part in the file", text(null));
      answers.addAPIResponse("206", part);
      answers.addAPIResponse("304", answer("The file is one of If-None-Match"));
      problems.put("416", "range_not_satisfiable");
    }
  }

  private static APIResponse problem(String status, String codes, PathItem.HttpMethod method) {
    APIResponse answer = answer("Problem: " + codes);
    if (status.equals("503") || status.equals("429") || codes.contains("in_flight")) {
      Schema seconds = OASFactory.createSchema().addType(SchemaType.INTEGER);
      header(answer, "Retry-After", "Seconds after which a retry may help", seconds);
    }
    if (method == PathItem.HttpMethod.HEAD) {
      return answer;
    }
    Schema code = text(null);
    Stream.of(codes.split(", ")).forEach(code::addEnumeration);
    Schema schema =
        OASFactory.createSchema()
            .addAllOf(OASFactory.createSchema().ref("#/components/schemas/Problem"))
            .addAllOf(OASFactory.createSchema().addProperty("code", code));
    return answer.content(content(Stream.of(Problem.MEDIA_TYPE), schema));
  }

  /** One event of a stream, by the names that its lines have. */
  private static Schema event() {
    return OASFactory.createSchema()
        .addType(SchemaType.OBJECT)
        .addProperty("id", text(null).description("status_version; missing for progress"))
        .addProperty("event", text(null).description("For example job.running"))
        .addProperty("data", text(null).description("JSON: the job, or its progress"));
  }

  private static APIResponse answer(String description) {
    return OASFactory.createAPIResponse().description(description);
  }

  private static void header(APIResponse answer, String name, String text, Schema schema) {
    answer.addHeader(
        name, OASFactory.createHeader().description(text).required(true).schema(schema));
  }

  private static Schema keyId() {
    return text(null).pattern("^[0-9a-f]{12}$");
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
