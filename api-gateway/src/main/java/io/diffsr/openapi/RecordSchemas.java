package io.diffsr.openapi;

import io.diffsr.delivery.WebhookDeliveryView;
import io.diffsr.job.RecoverableField;
import io.diffsr.jobs.JobPage;
import io.diffsr.jobs.JobView;
import io.diffsr.problem.Problem;
import io.diffsr.request.InvalidJobException.Violation;
import io.diffsr.request.RequestField;
import io.diffsr.request.UpscaleOptions;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.request.WireName;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the scan of the classes does not know: the schemas of a request, the resolved options
 * of a job, and which fields of an answer are always there.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class RecordSchemas implements OASFilter {
  private static final String JOB = "Job";

  /** The field of a job after which its options come. */
  private static final String BEFORE_OPTIONS = "input";

  /** What the scan finds in the signatures of methods and no document refers to. */
  private static final List<String> OF_THE_FRAMEWORK = List.of("MediaType", "OutboundSseEvent");

  /** Records that are answered; what is nullable of them may be missing. */
  private static final List<Class<? extends Record>> ANSWERED =
      List.of(
          Problem.class,
          Violation.class,
          JobPage.class,
          JobView.class,
          JobView.WaitingView.class,
          JobView.InputView.class,
          JobView.ProgressView.class,
          JobView.ResultView.class,
          JobView.FailureView.class,
          JobView.UrlsView.class,
          RecoverableField.class,
          WebhookDeliveryView.class,
          WebhookDeliveryView.AttemptView.class,
          WebhookDeliveryView.Deliveries.class);

  private final RequestSchemas requests = new RequestSchemas();

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Map<String, Schema> schemas = new LinkedHashMap<>(document.getComponents().getSchemas());
    // The scan of the classes has made schemas of these, with Java's names of the constants.
    schemas.remove(UpscaleOptions.class.getSimpleName());
    for (RecordComponent option : UpscaleSpec.class.getRecordComponents()) {
      schemas.remove(option.getType().getSimpleName());
    }
    OF_THE_FRAMEWORK.forEach(schemas::remove);
    schemas.put("JobRequest", requests.json());
    schemas.put("JobForm", requests.form());
    for (Class<? extends Record> answered : ANSWERED) {
      require(schemas.get(name(answered)), answered);
    }
    schemas.computeIfPresent(JOB, (name, job) -> job.properties(withOptions(job.getProperties())));
    require(schemas.get(JOB), UpscaleSpec.class);
    document.getComponents().setSchemas(schemas);
  }

  private static String name(Class<?> type) {
    var named = type.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
    return named == null ? type.getSimpleName() : named.name();
  }

  private static void require(@Nullable Schema schema, Class<? extends Record> type) {
    if (schema == null) {
      throw new IllegalStateException("the document has no schema of " + type);
    }
    Arrays.stream(type.getRecordComponents())
        .filter(component -> !nullable(component))
        .map(component -> RequestField.wireName(component.getName()))
        .filter(schema.getProperties()::containsKey)
        .forEach(schema::addRequired);
  }

  private static boolean nullable(RecordComponent component) {
    AnnotatedElement type = component.getAnnotatedType();
    return type.isAnnotationPresent(Nullable.class);
  }

  private static Map<String, Schema> withOptions(Map<String, Schema> properties) {
    Map<String, Schema> options = new LinkedHashMap<>();
    for (RecordComponent option : UpscaleSpec.class.getRecordComponents()) {
      options.put(RequestField.wireName(option.getName()), resolved(option.getType()));
    }
    Map<String, Schema> all = new LinkedHashMap<>();
    properties.forEach(
        (name, schema) -> {
          if (!options.containsKey(name)) {
            all.put(name, schema);
          }
          if (name.equals(BEFORE_OPTIONS)) {
            all.putAll(options);
          }
        });
    return all;
  }

  private static Schema resolved(Class<?> type) {
    Schema schema = RequestSchemas.typed(type);
    if (type.isEnum()) {
      for (Object constant : type.getEnumConstants()) {
        schema.addEnumeration(((WireName) constant).wireName());
      }
    }
    return schema;
  }
}
