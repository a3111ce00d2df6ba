package io.diffsr.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
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
    document.addSecurityRequirement(OASFactory.createSecurityRequirement());
    document.addSecurityRequirement(OASFactory.createSecurityRequirement().addScheme(KEY));
  }
}
