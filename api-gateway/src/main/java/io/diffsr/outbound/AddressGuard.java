package io.diffsr.outbound;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Decides where this service may be sent by its callers: to the public internet and to what the
 * operator has opened, never to its own network (OWASP Server-Side Request Forgery Prevention).
 */
@ApplicationScoped
public class AddressGuard {
  private final NameResolver resolver;
  private final AllowedHosts allowed;

  /** Finds the addresses of a host. */
  @FunctionalInterface
  public interface NameResolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  @Inject
  AddressGuard(OutboundSettings settings) {
    this(InetAddress::getAllByName, settings.allowedHosts().orElse(List.of()));
  }

  /**
   * A guard with a resolver of its own.
   *
   * @param allowedHosts as in {@link OutboundSettings#allowedHosts()}
   */
  public AddressGuard(NameResolver resolver, List<String> allowedHosts) {
    this.resolver = resolver;
    this.allowed = new AllowedHosts(allowedHosts);
  }

  /**
   * Resolves a host and checks every address: one refused address refuses the host.
   *
   * @param host name or address literal, an IPv6 one without brackets
   * @return the addresses, at least one; only to these may a connection go
   * @throws OutboundException.RefusedAddress when any address is not to be visited
   * @throws OutboundException.Unreachable when there is no such host
   */
  public List<InetAddress> admit(String host, int port) {
    List<InetAddress> addresses;
    try {
      addresses = List.of(resolver.resolve(host));
    } catch (UnknownHostException e) {
      throw new OutboundException.Unreachable("there is no host " + host, e);
    }
    if (!allowed.contains(host, port) && !addresses.stream().allMatch(this::open)) {
      // Not where it is: callers must not learn our network's map.
      throw new OutboundException.RefusedAddress(host + " is not at a public address");
    }
    return addresses;
  }

  private boolean open(InetAddress address) {
    return PublicAddresses.contains(address) || allowed.contains(address);
  }
}
