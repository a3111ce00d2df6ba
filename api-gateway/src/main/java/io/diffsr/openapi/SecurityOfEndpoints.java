package io.diffsr.openapi;

import io.diffsr.access.ApiKey;
import io.diffsr.access.Scope;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Objects;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Says how a caller is known. Where the gateway asks for no key, it may be left out. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class SecurityOfEndpoints implements OASFilter {
  private static final String KEY = "key";

  @Override
  public void filterOpenAPI(OpenAPI document) {
    Components components = document.getComponents();
    components.addSecurityScheme(
        KEY,
        OASFactory.createSecurityScheme()
            .type(SecurityScheme.Type.HTTP)
            .scheme("bearer")
            .bearerFormat("dsr_<id>_<secret>")
            .description("An API key; needed where diffsr.auth is keys"));
    newKey(Objects.requireNonNull(components.getSchemas().get("KeyRequest")));
    document.addSecurityRequirement(OASFactory.createSecurityRequirement());
    document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(KEY));
  }

  /** What annotations cannot say of it. */
  private static void newKey(Schema request) {
    Schema scope = text();
    for (Scope each : Scope.values()) {
      scope.addEnumeration(each.text());
    }
    request
        .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false))
        .addProperty("tenant", text().pattern("^" + ApiKey.TENANT_PATTERN + "$"))
        .addProperty(
            "name", text().maxLength(ApiKey.LONGEST_NAME).pattern("^[^\\x00-\\x1f\\x7f-\\x9f]*$"))
        .addProperty(
            "scopes",
            OASFactory.createSchema()
                .addType(Schema.SchemaType.ARRAY)
                .minItems(1)
                .items(scope)
                .description("What it lets in to"))
        .addProperty(
            "expires_at",
            text().format("date-time").description("From when on it is refused; in the future"));
  }

  private static Schema text() {
    return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
  }
}
