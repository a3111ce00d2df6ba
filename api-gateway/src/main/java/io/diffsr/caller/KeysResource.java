package io.diffsr.caller;

import static jakarta.ws.rs.core.Response.Status.CONFLICT;
import static jakarta.ws.rs.core.Response.Status.NOT_FOUND;
import static jakarta.ws.rs.core.Response.Status.REQUEST_ENTITY_TOO_LARGE;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.diffsr.access.ApiKey;
import io.diffsr.access.ApiKeyTable;
import io.diffsr.access.KeyText;
import io.diffsr.access.Scope;
import io.diffsr.problem.ProblemException;
import io.diffsr.request.InvalidJobException;
import io.diffsr.request.InvalidJobException.Violation;
import io.diffsr.request.Rfc3339;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** API keys, for those who run the service. */
@Path("/v1/keys")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.ADMIN)
@Tag(name = "Keys")
public class KeysResource {
  private static final Logger LOG = Logger.getLogger(KeysResource.class);

  private static final int LARGEST_REQUEST = 1 << 16;

  private final ApiKeyTable keys;
  private final Caller caller;
  private final AuthModes modes;
  private final ObjectMapper mapper;

  @Inject
  KeysResource(AgroalDataSource database, Caller caller, ObjectMapper mapper, AuthModes modes) {
    this.modes = modes;
    this.mapper = mapper;
    this.keys = new ApiKeyTable(database);
    this.caller = caller;
  }

  /** What a key is to be. */
  @Schema(
      name = "KeyRequest",
      requiredProperties = {"tenant", "scopes"})
  public record NewKey(
      @Schema(description = "Whose jobs it reaches", pattern = ApiKey.TENANT_PATTERN)
          @Nullable String tenant,
      @Schema(description = "For people", maxLength = ApiKey.LONGEST_NAME) @Nullable String name,
      @Schema(description = "jobs:read, jobs:write, admin") @Nullable List<@Nullable String> scopes,
      @Schema(description = "From when on it is refused (RFC 3339)") @Nullable String expiresAt) {}

  /** A key; {@code key} is shown once, in the answer to its making. */
  @Schema(name = "Key")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record KeyView(
      String id,
      @Nullable String key,
      String tenant,
      String name,
      List<String> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt,
      @Nullable Instant revokedAt) {
    static KeyView of(ApiKey key, @Nullable String text) {
      return new KeyView(
          key.id(),
          text,
          key.tenant(),
          key.name(),
          key.scopes().stream().map(Scope::text).sorted().toList(),
          key.createdAt(),
          key.expiresAt(),
          key.lastUsedAt(),
          key.revokedAt());
    }
  }

  /** All keys. */
  @Schema(name = "Keys")
  public record KeyList(List<KeyView> keys) {}

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @ResponseStatus(201)
  @Operation(
      operationId = "createKey",
      summary = "Make a key",
      description = "The answer is the only one that has the key itself.")
  @APIResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = KeyView.class)))
  @RequestBody(content = @Content(schema = @Schema(implementation = NewKey.class)))
  public KeyView create(InputStream body) throws IOException {
    NewKey request = read(body);
    if (modes.isNone()) {
      throw ProblemException.of(
          CONFLICT,
          "keys_not_asked_for",
          "Nobody is asked for a key here, so that everybody could make one that stays good.");
    }
    List<Violation> violations = new ArrayList<>();
    String tenant = request.tenant();
    if (tenant == null || !ApiKey.isTenant(tenant)) {
      violations.add(
          new Violation(
              "tenant", "must be 1 to 63 of a-z, 0-9 and -, and start with a letter or digit"));
    }
    String name = request.name() == null ? "" : request.name().strip();
    if (name.codePointCount(0, name.length()) > ApiKey.LONGEST_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      violations.add(
          new Violation(
              "name",
              "may have %d characters, none of them a control character"
                  .formatted(ApiKey.LONGEST_NAME)));
    }
    Set<Scope> scopes = scopes(request.scopes(), violations);
    Instant expiresAt = expiry(request.expiresAt(), violations);
    if (!violations.isEmpty() || tenant == null) {
      throw new InvalidJobException(violations);
    }
    ApiKeyTable.Created created = keys.create(tenant, name, scopes, expiresAt);
    LOG.infof("%s made key %s for tenant %s", caller.name(), created.key().id(), tenant);
    return KeyView.of(created.key(), created.text().reveal());
  }

  private NewKey read(InputStream body) throws IOException {
    byte[] json = body.readNBytes(LARGEST_REQUEST + 1);
    if (json.length > LARGEST_REQUEST) {
      throw ProblemException.of(
          REQUEST_ENTITY_TOO_LARGE,
          "body_too_large",
          "The body may have %d bytes.".formatted(LARGEST_REQUEST));
    }
    NewKey request = mapper.readValue(json, NewKey.class);
    return request == null ? new NewKey(null, null, null, null) : request;
  }

  private static Set<Scope> scopes(
      @Nullable List<@Nullable String> texts, List<Violation> violations) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String text : texts == null ? List.<String>of() : texts) {
      Scope.of(String.valueOf(text)).ifPresent(scopes::add);
    }
    if (texts == null || texts.isEmpty() || scopes.size() < Set.copyOf(known(texts)).size()) {
      violations.add(new Violation("scopes", "must be some of " + Scope.list()));
    }
    return scopes;
  }

  private static List<String> known(List<@Nullable String> texts) {
    return texts.stream().map(String::valueOf).distinct().toList();
  }

  private static @Nullable Instant expiry(@Nullable String text, List<Violation> violations) {
    if (text == null) {
      return null;
    }
    try {
      Instant time = Rfc3339.parse(text);
      if (time.isAfter(Instant.now()) && time.isBefore(Instant.parse("+10000-01-01T00:00:00Z"))) {
        return time;
      }
      violations.add(new Violation("expires_at", "must be in the future, before the year 10000"));
    } catch (DateTimeParseException e) {
      violations.add(
          new Violation("expires_at", "must be an RFC 3339 time such as 2027-01-31T12:00:00Z"));
    }
    return null;
  }

  @GET
  @Operation(
      operationId = "listKeys",
      summary = "All keys, newest first",
      description = "Without their secrets, which are not kept.")
  public KeyList list() {
    return new KeyList(keys.list().stream().map(key -> KeyView.of(key, null)).toList());
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      operationId = "revokeKey",
      summary = "Refuse a key from now on",
      description = "On every gateway, at once. It stays in the list.")
  public KeyView revoke(@PathParam("id") String given) {
    // A whole key would be told back, and logged.
    String id = KeyText.idOf(given);
    ApiKey key =
        (id.indexOf('\0') >= 0 ? Optional.<ApiKey>empty() : keys.revoke(id))
            .orElseThrow(
                () ->
                    ProblemException.of(NOT_FOUND, "key_not_found", "There is no key " + id + "."));
    LOG.infof("%s revoked key %s of tenant %s", caller.name(), id, key.tenant());
    return KeyView.of(key, null);
  }
}
