package io.diffsr.caller;

import io.agroal.api.AgroalDataSource;
import io.diffsr.access.ApiKey;
import io.diffsr.access.Tenant;
import io.diffsr.access.TenantTable;
import io.diffsr.request.InvalidJobException;
import io.diffsr.request.InvalidJobException.Violation;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tenants and their shares, for those who run the service. */
@Path("/v1/tenants")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.ADMIN)
@Tag(name = "Tenants")
public class TenantsResource {
  private static final String WEIGHT = "weight";

  private final TenantTable tenants;

  @Inject
  TenantsResource(AgroalDataSource database) {
    this.tenants = new TenantTable(database);
  }

  /** A tenant. */
  @Schema(name = "Tenant")
  public record TenantView(
      String name,
      @Schema(description = "Of twice the weight, twice as many jobs are at work under load")
          double weight,
      Instant createdAt) {
    static TenantView of(Tenant tenant) {
      return new TenantView(tenant.name(), tenant.weight(), tenant.createdAt());
    }
  }

  /** All tenants. */
  @Schema(name = "Tenants")
  public record TenantList(List<TenantView> tenants) {}

  @GET
  @Operation(operationId = "listTenants", summary = "All tenants by name")
  public TenantList list() {
    return new TenantList(tenants.list().stream().map(TenantView::of).toList());
  }

  @PUT
  @Path("/{name}")
  @Parameter(
      name = "name",
      in = ParameterIn.PATH,
      schema = @Schema(type = SchemaType.STRING, pattern = "^" + ApiKey.TENANT_PATTERN + "$"))
  @Parameter(
      name = WEIGHT,
      in = ParameterIn.QUERY,
      description = "0.001 to 1000; others have 1",
      schema =
          @Schema(
              type = SchemaType.NUMBER,
              minimum = "0.001",
              maximum = "1000",
              defaultValue = "1"))
  @Operation(
      operationId = "putTenant",
      summary = "Set a tenant's weight",
      description = "Makes the tenant where it is new; its keys and jobs stay as they are.")
  public TenantView put(@PathParam("name") String name, @Context UriInfo uri) {
    List<Violation> violations = new ArrayList<>();
    if (!ApiKey.isTenant(name)) {
      violations.add(
          new Violation(
              "name", "must be 1 to 63 of a-z, 0-9 and -, and start with a letter or digit"));
    }
    List<String> given = uri.getQueryParameters().getOrDefault(WEIGHT, List.of("1"));
    double weight = given.size() == 1 ? number(given.get(0)) : Double.NaN;
    if (!(weight >= Tenant.LEAST_WEIGHT && weight <= Tenant.MOST_WEIGHT)) {
      violations.add(new Violation(WEIGHT, "must be one number in 0.001..1000"));
    }
    if (!violations.isEmpty()) {
      throw new InvalidJobException(violations);
    }
    return TenantView.of(tenants.put(name, weight));
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
