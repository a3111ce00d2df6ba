package io.diffsr.caller;

import io.agroal.api.AgroalDataSource;
import io.diffsr.access.ApiKeyTable;
import io.diffsr.access.KeyText;
import io.diffsr.access.Scope;
import io.diffsr.request.JobSpec;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** How callers are known: {@code diffsr.auth}. */
@ApplicationScoped
public class AuthModes {
  private static final Logger LOG = Logger.getLogger(AuthModes.class);
  private static final String NONE = "none";
  private static final String KEYS = "keys";
  private static final Set<String> KNOWN = Set.of(NONE, KEYS);

  private final Set<String> modes;
  private final String host;
  private final boolean noneBeyondLoopback;
  private final Optional<String> firstKey;

  @Inject
  AuthModes(
      @ConfigProperty(name = "diffsr.auth") Set<String> modes,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "diffsr.auth-none-beyond-loopback") boolean noneBeyondLoopback,
      @ConfigProperty(name = "diffsr.auth-first-key") Optional<String> firstKey) {
    this.firstKey = firstKey;
    this.modes = Set.copyOf(modes);
    this.host = host;
    this.noneBeyondLoopback = noneBeyondLoopback;
  }

  /** A gateway that lets everybody in must not be one that everybody reaches. */
  void started(@Observes StartupEvent start, AgroalDataSource database) {
    if (!KNOWN.containsAll(modes) || modes.isEmpty() || (isNone() && modes.size() > 1)) {
      throw new IllegalStateException(
          "diffsr.auth must be one of %s, and is %s"
              .formatted(String.join(", ", new TreeSet<>(KNOWN)), String.join(",", modes)));
    }
    if (isNone() && !noneBeyondLoopback && !isLoopback(host)) {
      throw new IllegalStateException(
          ("diffsr.auth is none, and the gateway listens on %s, where others may reach it: set"
                  + " diffsr.auth=keys, or quarkus.http.host=127.0.0.1, or, where something else"
                  + " keeps strangers out, diffsr.auth-none-beyond-loopback=true")
              .formatted(host));
    }
    if (hasKeys()) {
      firstKey.ifPresent(text -> keep(text, new ApiKeyTable(database)));
    }
  }

  private static void keep(String text, ApiKeyTable keys) {
    KeyText key =
        KeyText.read(text)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "diffsr.auth-first-key is no key: dsr_, 12 hexadecimal digits, _ and 43"
                            + " characters of base64url"));
    keys.ensure(key, JobSpec.DEFAULT_TENANT, "diffsr.auth-first-key", EnumSet.allOf(Scope.class));
    if (keys.authenticate(key).isEmpty()) {
      LOG.warnf(
          "diffsr.auth-first-key lets nobody in: key %s is revoked, or has another secret",
          key.id());
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether everybody is let in. */
  boolean isNone() {
    return modes.contains(NONE);
  }

  /** Whether only this machine reaches the gateway, and nothing stands before it. */
  boolean isOfThisMachine() {
    return !noneBeyondLoopback && isLoopback(host);
  }

  /** Whether API keys are asked for. */
  boolean hasKeys() {
    return modes.contains(KEYS);
  }
}
