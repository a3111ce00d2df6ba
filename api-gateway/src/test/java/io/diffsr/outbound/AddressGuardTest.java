package io.diffsr.outbound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "64:ff9b::808:808", // NAT64 of 8.8.8.8
        "2606:4700:4700::1111",
        "2a00:1450:4001:80f::200e"
      })
  void publicAddressesAreOpen(String literal) throws UnknownHostException {
    InetAddress address = InetAddress.getByName(literal);
    assertEquals(List.of(address), guard(List.of(), address).admit("example.org", 443));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.7",
        "203.0.113.7",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1", // compatible 127.0.0.1
        "::808:808", // compatible 8.8.8.8
        "64:ff9b::7f00:1", // NAT64 of 127.0.0.1
        "64:ff9b:1::a00:1",
        "100::1", // discard
        "2001::1", // Teredo
        "2001:0:a00:1::f5ff:fffe",
        "2001:2::1", // benchmarks
        "2001:db8::1",
        "2002:7f00:1::1", // 6to4 of 127.0.0.1
        "2002:a00:1::1",
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254", // metadata
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void addressesThatAreNotPublicAreRefused(String literal) throws UnknownHostException {
    AddressGuard guard = guard(List.of(), InetAddress.getByName(literal));
    assertThrows(
        OutboundException.RefusedAddress.class, () -> guard.admit("trap.example.org", 443));
  }

  @Test
  void addressesThatDisguiseIpv4AreRefused() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xFF;
    mapped[11] = (byte) 0xFF;
    mapped[12] = 8;
    mapped[15] = 8;
    AddressGuard guard = guard(List.of(), Inet6Address.getByAddress(null, mapped, -1));
    assertThrows(
        OutboundException.RefusedAddress.class, () -> guard.admit("trap.example.org", 443));
  }

  @Test
  void oneBadAddressAmongGoodOnesSpoilsTheHost() throws UnknownHostException {
    AddressGuard guard =
        guard(List.of(), InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1"));
    assertThrows(
        OutboundException.RefusedAddress.class, () -> guard.admit("trap.example.org", 443));
  }

  @ParameterizedTest
  @CsvSource({
    "minio, minio, 9000, true",
    "minio, MINIO, 80, true",
    "minio:9000, minio, 9000, true",
    "minio:9000, minio, 9001, false",
    "minio, minio.evil.example, 9000, false",
    "10.0.0.0/8, anything, 80, true",
    "10.0.0.7/32, anything, 80, true",
    "10.0.0.6/32, anything, 80, false",
    "10.0.0.4/30, anything, 80, true",
    "10.0.0.8/29, anything, 80, false",
    "fd00::/8, anything, 80, false",
    "0.0.0.0/0, anything, 80, true"
  })
  void theOperatorOpensInternalHosts(String entry, String host, int port, boolean open)
      throws UnknownHostException {
    AddressGuard guard = guard(List.of(entry), InetAddress.getByName("10.0.0.7"));
    if (open) {
      assertEquals(1, guard.admit(host, port).size());
    } else {
      assertThrows(OutboundException.RefusedAddress.class, () -> guard.admit(host, port));
    }
  }

  @Test
  void ipv6HostsAreAllowedInBrackets() throws UnknownHostException {
    InetAddress loopback =
        InetAddress.getByAddress(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
    assertEquals(List.of(loopback), guard(List.of("[::1]:8080"), loopback).admit("::1", 8080));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "host/8", "/8", "fd00::/129"})
  void aMalformedBlockStopsTheStart(String entry) {
    assertThrows(IllegalArgumentException.class, () -> guard(List.of(entry)));
  }

  @Test
  void aHostThatDoesNotExistIsUnreachable() {
    AddressGuard guard =
        new AddressGuard(
            host -> {
              throw new UnknownHostException(host);
            },
            List.of("nowhere"));
    assertThrows(OutboundException.Unreachable.class, () -> guard.admit("nowhere", 80));
  }

  @Test
  void aRefusalDoesNotTellWhereTheHostIs() throws UnknownHostException {
    AddressGuard guard = guard(List.of(), InetAddress.getByName("10.0.0.7"));
    OutboundException refusal =
        assertThrows(OutboundException.class, () -> guard.admit("internal.example.org", 80));
    assertEquals("internal.example.org is not at a public address", refusal.getMessage());
  }

  private static AddressGuard guard(List<String> allowed, InetAddress... addresses) {
    return new AddressGuard(host -> addresses, allowed);
  }
}
