package io.diffsr.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.request.Described;
import io.diffsr.request.JobRequest;
import io.diffsr.request.RequestField;
import io.diffsr.request.UpscaleOptions;
import io.diffsr.request.UpscaleSpec;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * Writes the schemas whose fields are records of {@code io.diffsr.request}: a request with the
 * documentation of {@link Described}, a job with its resolved options.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class RecordSchemas implements OASFilter {
  private static final String REQUEST = "JobRequest";
  private static final String JOB = "Job";

  /** The field of a job after which its options come. */
  private static final String BEFORE_OPTIONS = "input";

  private final ObjectMapper mapper = new ObjectMapper();

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Map<String, Schema> schemas = new LinkedHashMap<>(document.getComponents().getSchemas());
    // The scan of the classes has made schemas of these, with Java's names of the constants.
    schemas.remove(UpscaleOptions.class.getSimpleName());
    for (RecordComponent option : UpscaleSpec.class.getRecordComponents()) {
      schemas.remove(option.getType().getSimpleName());
    }
    schemas.put(REQUEST, request());
    schemas.computeIfPresent(JOB, (name, job) -> job.properties(withOptions(job.getProperties())));
    document.getComponents().setSchemas(schemas);
  }

  private Schema request() {
    Schema schema = OASFactory.createSchema().addType(SchemaType.OBJECT);
    for (RequestField field : RequestField.of(JobRequest.class)) {
      schema.addProperty(field.wireName(), described(field));
    }
    return schema;
  }

  private static Map<String, Schema> withOptions(Map<String, Schema> properties) {
    Map<String, Schema> options = new LinkedHashMap<>();
    for (RecordComponent option : UpscaleSpec.class.getRecordComponents()) {
      options.put(RequestField.wireName(option.getName()), typed(option.getType()));
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

  private Schema described(RequestField field) {
    Described described = field.described();
    Schema schema = typed(field.type()).description(described.text());
    for (String value : described.values()) {
      schema.addEnumeration(value);
    }
    if (!described.byDefault().isEmpty()) {
      schema.setDefaultValue(value(described.byDefault(), field.type()));
    }
    if (!described.example().isEmpty()) {
      schema.addExample(value(described.example(), field.type()));
    }
    return schema;
  }

  private static Schema typed(Class<?> type) {
    Schema schema = OASFactory.createSchema();
    if (type == String.class || type.isEnum()) {
      return schema.addType(SchemaType.STRING);
    }
    if (type == Integer.class || type == int.class) {
      return schema.addType(SchemaType.INTEGER).format("int32");
    }
    if (type == Long.class || type == long.class) {
      return schema.addType(SchemaType.INTEGER).format("int64");
    }
    if (type == Double.class || type == double.class) {
      return schema.addType(SchemaType.NUMBER).format("double");
    }
    if (type == List.class) {
      return schema.addType(SchemaType.ARRAY).items(typed(String.class));
    }
    if (type == Map.class) {
      return schema.addType(SchemaType.OBJECT).additionalPropertiesSchema(typed(String.class));
    }
    throw new IllegalStateException("no schema for a field of " + type);
  }

  /** Texts stand for themselves, everything else is JSON. */
  private Object value(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    }
    try {
      return mapper.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + text, e);
    }
  }
}
