package io.diffsr.outbound;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Decides where this service may be sent by its callers: to the public internet and to what the
 * operator has opened, never to its own network (OWASP Server-Side Request Forgery Prevention).
 */
@ApplicationScoped
public class AddressGuard {
  /** What is read as an IPv4 address (WHATWG URL, "ends in a number"). */
  private static final Pattern ENDS_IN_NUMBER =
      Pattern.compile("(?:^|\\.)(?:\\d+|0[xX][0-9a-fA-F]*)\\.?$");

  private static final String BYTE = "(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])";
  private static final Pattern DOTTED_DECIMAL = Pattern.compile(BYTE + "(?:\\." + BYTE + "){3}");

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
    if (ENDS_IN_NUMBER.matcher(host).find() && !DOTTED_DECIMAL.matcher(host).matches()) {
      // 0177.0.0.1 is 177.0.0.1 for some and 127.0.0.1 for others.
      throw new OutboundException.RefusedAddress(
          host + " is an IPv4 address in another form than four plain decimal numbers");
    }
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
