package io.diffsr.outbound;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The internal servers that an operator has opened. */
final class AllowedHosts {
  private final Set<String> hosts = new HashSet<>();
  private final List<AddressRange> ranges = new ArrayList<>();

  /**
   * Reads the list.
   *
   * @param entries each a host ({@code minio}, {@code 10.0.0.7}, {@code [::1]}), a host with a port
   *     ({@code minio:9000}), or a block of addresses ({@code 10.1.0.0/16})
   * @throws IllegalArgumentException when an entry is none of these
   */
  AllowedHosts(List<String> entries) {
    for (String entry : entries) {
      if (entry.contains("/")) {
        ranges.add(AddressRange.parse(entry));
      } else {
        hosts.add(entry.toLowerCase(Locale.ROOT));
      }
    }
  }

  boolean contains(String host, int port) {
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    String name = bracketed.toLowerCase(Locale.ROOT);
    return hosts.contains(name) || hosts.contains(name + ":" + port);
  }

  boolean contains(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address.getAddress()));
  }
}
