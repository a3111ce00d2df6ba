package io.diffsr.openapi;

import io.diffsr.maintenance.RetentionSettings;
import io.diffsr.request.UpscaleRules;
import io.diffsr.submission.AvailableModels;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.smallrye.config.SmallRyeConfig;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;

/** Names models, networks and bounds that are configured, which are known at the start only. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public final class ModelNames implements OASFilter {
  @Override
  public void filterOpenAPI(OpenAPI document) {
    AvailableModels available =
        ConfigProvider.getConfig()
            .unwrap(SmallRyeConfig.class)
            .getConfigMapping(AvailableModels.class);
    long longest =
        ConfigProvider.getConfig()
            .unwrap(SmallRyeConfig.class)
            .getConfigMapping(RetentionSettings.class)
            .promise()
            .resultSeconds();
    List<String> networks = available.methods().orElse(List.of());
    for (String name : List.of("JobRequest", "JobForm")) {
      Schema schema = Objects.requireNonNull(document.getComponents().getSchemas().get(name));
      enumerate(schema, "model", available.names());
      enumerate(schema, "method", and(UpscaleRules.METHODS, networks));
      enumerate(schema, "start", and(UpscaleRules.STARTS, networks));
      bounded(schema, "result_ttl").maximum(BigDecimal.valueOf(longest));
    }
  }

  private static List<String> and(List<String> builtIn, List<String> networks) {
    return Stream.concat(builtIn.stream(), networks.stream()).toList();
  }

  private static void enumerate(Schema schema, String field, List<String> names) {
    names.forEach(bounded(schema, field)::addEnumeration);
  }

  /** A field that may be null has its names and bounds in the first of two schemas. */
  private static Schema bounded(Schema schema, String field) {
    Schema property = Objects.requireNonNull(schema.getProperties().get(field));
    return property.getAnyOf() == null ? property : property.getAnyOf().get(0);
  }
}
