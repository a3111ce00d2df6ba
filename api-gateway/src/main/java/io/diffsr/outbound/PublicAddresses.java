package io.diffsr.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses belong to the public internet (IANA special-purpose address registries, RFC
 * 6890).
 */
final class PublicAddresses {
  private static final List<AddressRange> NOT_PUBLIC =
      ranges(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // carrier-grade NAT
          "127.0.0.0/8", // loopback
          "168.63.129.16/32", // metadata of a large cloud, at an address that looks public
          "169.254.0.0/16", // link-local, and the metadata of most clouds
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4", // reserved, and broadcast
          "2001::/23", // protocol assignments, Teredo among them
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4
          "3fff::/20"); // documentation

  /**
   * Everything else of IPv6 is local, multicast, unassigned, or an IPv4 address in disguise
   * (mapped, compatible, local NAT64).
   */
  private static final AddressRange GLOBAL_UNICAST = AddressRange.parse("2000::/3");

  /** RFC 6052. */
  private static final AddressRange NAT64 = AddressRange.parse("64:ff9b::/96");

  private PublicAddresses() {}

  /** Whether the address can be reached by anyone from anywhere. */
  static boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    // Behind NAT64 every IPv4 host is at such an address: the one inside counts.
    return contains(NAT64.contains(bytes) ? Arrays.copyOfRange(bytes, 12, 16) : bytes);
  }

  private static boolean contains(byte[] bytes) {
    return (bytes.length == 4 || GLOBAL_UNICAST.contains(bytes))
        && NOT_PUBLIC.stream().noneMatch(range -> range.contains(bytes));
  }

  private static List<AddressRange> ranges(String... ranges) {
    return Stream.of(ranges).map(AddressRange::parse).toList();
  }
}
