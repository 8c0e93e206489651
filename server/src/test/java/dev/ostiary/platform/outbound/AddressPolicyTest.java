package dev.ostiary.platform.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.outbound.AddressPolicy.Verdict;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AddressPolicyTest {
  private static final AddressPolicy CLOSED = new AddressPolicy(List.of(), List.of(), List::of);

  /// Each reserved range by its first and last address, and the neighbors outside: P where the
  /// neighbor is public, B where the next range begins, - where there is none.
  @ParameterizedTest
  @CsvSource({
    "-, 0.0.0.0, 0.255.255.255, P 1.0.0.0",
    "P 9.255.255.255, 10.0.0.0, 10.255.255.255, P 11.0.0.0",
    "P 100.63.255.255, 100.64.0.0, 100.127.255.255, P 100.128.0.0",
    "P 126.255.255.255, 127.0.0.0, 127.255.255.255, P 128.0.0.0",
    "P 168.63.129.15, 168.63.129.16, 168.63.129.16, P 168.63.129.17",
    "P 169.253.255.255, 169.254.0.0, 169.254.255.255, P 169.255.0.0",
    "P 172.15.255.255, 172.16.0.0, 172.31.255.255, P 172.32.0.0",
    "P 191.255.255.255, 192.0.0.0, 192.0.0.255, P 192.0.1.0",
    "P 192.0.1.255, 192.0.2.0, 192.0.2.255, P 192.0.3.0",
    "P 192.31.195.255, 192.31.196.0, 192.31.196.255, P 192.31.197.0",
    "P 192.52.192.255, 192.52.193.0, 192.52.193.255, P 192.52.194.0",
    "P 192.88.98.255, 192.88.99.0, 192.88.99.255, P 192.88.100.0",
    "P 192.167.255.255, 192.168.0.0, 192.168.255.255, P 192.169.0.0",
    "P 192.175.47.255, 192.175.48.0, 192.175.48.255, P 192.175.49.0",
    "P 198.17.255.255, 198.18.0.0, 198.19.255.255, P 198.20.0.0",
    "P 198.51.99.255, 198.51.100.0, 198.51.100.255, P 198.51.101.0",
    "P 203.0.112.255, 203.0.113.0, 203.0.113.255, P 203.0.114.0",
    "P 223.255.255.255, 224.0.0.0, 239.255.255.255, B 240.0.0.0",
    "B 239.255.255.255, 240.0.0.0, 255.255.255.255, -",
    "B 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2001::, 2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff, P 2001:200::",
    "P 2001:db7:ffff:ffff:ffff:ffff:ffff:ffff, 2001:db8::, 2001:db8:ffff:ffff:ffff:ffff:ffff:ffff, P 2001:db9::",
    "P 2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 2002::, 2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff, P 2003::",
    "P 2620:4f:7fff:ffff:ffff:ffff:ffff:ffff, 2620:4f:8000::, 2620:4f:8000:ffff:ffff:ffff:ffff:ffff, P 2620:4f:8001::",
    "P 3ffd:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 3ffe::, 3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff, B 3fff::",
    "B 3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 3fff::, 3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff, P 3fff:1000::",
    "P 3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 4000::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, -",
    "-, ::, 1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, P 2000::",
  })
  void eachRangeIsBlockedFromItsFirstToItsLastAddress(
      String before, String first, String last, String after) {
    assertThat(CLOSED.check(InetAddress.ofLiteral(first))).as(first).isEqualTo(Verdict.BLOCKED);
    assertThat(CLOSED.check(InetAddress.ofLiteral(last))).as(last).isEqualTo(Verdict.BLOCKED);
    neighborIsAsExpected(before);
    neighborIsAsExpected(after);
  }

  private static void neighborIsAsExpected(String neighbor) {
    if (!neighbor.equals("-")) {
      Verdict expected = neighbor.startsWith("P") ? Verdict.PUBLIC : Verdict.BLOCKED;
      assertThat(CLOSED.check(InetAddress.ofLiteral(neighbor.substring(2))))
          .as(neighbor)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "100.100.100.200",
    "169.254.169.254",
    "169.254.170.2",
    "169.254.170.23",
    "192.0.0.192",
    "255.255.255.255",
    "::",
    "::1",
    "::2",
    "::7f00:1", // IPv4-compatible 127.0.0.1
    "::a9fe:a9fe",
    "::ffff:0:7f00:1", // IPv4-translated
    "64:ff9b::7f00:1", // NAT64 of 127.0.0.1
    "64:ff9b::a9fe:a9fe",
    "64:ff9b::808:808", // NAT64 of a public address
    "64:ff9b:1::",
    "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
    "100::",
    "100::ffff:ffff:ffff:ffff",
    "100:0:0:1::",
    "100:0:0:1:ffff:ffff:ffff:ffff",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2", // Teredo
    "2001:1::1",
    "2001:2::",
    "2001:3::",
    "2001:4:112::",
    "2001:10::",
    "2001:20::",
    "2001:30::",
    "2002:7f00:1::", // 6to4 of 127.0.0.1
    "2002:a9fe:a9fe::",
    "2002:808:808::",
    "5f00::",
    "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "fc00::",
    "fd00:ec2::254",
    "fd20:ce::254",
    "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "fe80::",
    "fe80::1",
    "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "fec0::",
    "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "ff00::",
    "ff02::1",
    "ff0e::1",
  })
  void knownTargetsAndEmbeddedFormsAreBlocked(String address) {
    assertThat(CLOSED.check(InetAddress.ofLiteral(address))).isEqualTo(Verdict.BLOCKED);
  }

  @ParameterizedTest
  @CsvSource({
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "172.217.16.142",
    "192.30.255.113",
    "2001:4860:4860::8888",
    "2606:4700:4700::1111",
    "2a00:1450:4001:82b::200e",
    "240e::1",
  })
  void publicAddressesAreOpen(String address) {
    assertThat(CLOSED.check(InetAddress.ofLiteral(address))).isEqualTo(Verdict.PUBLIC);
    assertThat(CLOSED.permits(InetAddress.ofLiteral(address))).isTrue();
    assertThat(CLOSED.plainHttpAllowed(InetAddress.ofLiteral(address))).isFalse();
  }

  static Stream<Arguments> mappedAddresses() {
    return Stream.of(
        Arguments.of("127.0.0.1", Verdict.BLOCKED),
        Arguments.of("10.0.0.0", Verdict.BLOCKED),
        Arguments.of("10.255.255.255", Verdict.BLOCKED),
        Arguments.of("169.254.169.254", Verdict.BLOCKED),
        Arguments.of("168.63.129.16", Verdict.BLOCKED),
        Arguments.of("192.168.0.1", Verdict.BLOCKED),
        Arguments.of("0.0.0.0", Verdict.BLOCKED),
        Arguments.of("255.255.255.255", Verdict.BLOCKED),
        Arguments.of("8.8.8.8", Verdict.PUBLIC));
  }

  @ParameterizedTest
  @MethodSource("mappedAddresses")
  void anAddressMappedIntoIpv6IsJudgedAsWhatItLeadsTo(String ipv4, Verdict expected)
      throws Exception {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    System.arraycopy(InetAddress.ofLiteral(ipv4).getAddress(), 0, mapped, 12, 4);
    InetAddress address = Inet6Address.getByAddress(null, mapped, -1);
    assertThat(address).isInstanceOf(Inet6Address.class);

    assertThat(CLOSED.check(address)).isEqualTo(expected);
    assertThat(new AddressPolicy(List.of(Cidr.parse(ipv4)), List.of(), List::of).check(address))
        .isEqualTo(Verdict.ALLOWED_BY_OPERATOR);
  }

  @Test
  void theOperatorsAllowanceWinsOverEverything() {
    List<Cidr> tens = List.of(Cidr.parse("10.1.0.0/16"));
    InetAddress inside = InetAddress.ofLiteral("10.1.255.255");
    var policy = new AddressPolicy(tens, tens, () -> List.of(inside));

    assertThat(policy.check(inside)).isEqualTo(Verdict.ALLOWED_BY_OPERATOR);
    assertThat(policy.plainHttpAllowed(inside)).isTrue();
    assertThat(policy.check(InetAddress.ofLiteral("10.2.0.0"))).isEqualTo(Verdict.BLOCKED);
    assertThat(policy.check(InetAddress.ofLiteral("10.0.255.255"))).isEqualTo(Verdict.BLOCKED);
  }

  @Test
  void allowingIpv4LoopbackAllowsTheIpv6OneAndNothingElse() {
    var policy = new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List::of);

    assertThat(policy.permits(InetAddress.ofLiteral("127.0.0.1"))).isTrue();
    assertThat(policy.permits(InetAddress.ofLiteral("::1"))).isTrue();
    assertThat(policy.permits(InetAddress.ofLiteral("::2"))).isFalse();
    assertThat(policy.permits(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
    assertThat(policy.permits(InetAddress.ofLiteral("169.254.169.254"))).isFalse();
  }

  @Test
  void thisMachinesOwnAddressesAndTheOperatorsDenialsAreBlocked() {
    var policy =
        new AddressPolicy(
            List.of(),
            List.of(Cidr.parse("93.184.0.0/16"), Cidr.parse("2606:4700::/32")),
            () -> List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("2a00::1")));

    for (String blocked : List.of("93.184.216.34", "2606:4700::1", "8.8.8.8", "2a00::1")) {
      assertThat(policy.check(InetAddress.ofLiteral(blocked))).isEqualTo(Verdict.BLOCKED);
    }
    for (String open : List.of("93.185.0.0", "2606:4701::1", "8.8.8.9", "2a00::2")) {
      assertThat(policy.check(InetAddress.ofLiteral(open))).isEqualTo(Verdict.PUBLIC);
    }
  }
}
