package dev.ostiary.platform.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/8", "127.0.0.1/32", "0.0.0.0/0", "100.64.0.0/10"})
  void aRangeReadsAndPrintsTheSame(String text) {
    assertThat(Cidr.parse(text)).hasToString(text).isEqualTo(Cidr.parse(text));
  }

  @Test
  void anAddressAloneIsARangeOfOne() {
    assertThat(Cidr.parse("192.0.2.7")).isEqualTo(Cidr.parse("192.0.2.7/32"));
    assertThat(Cidr.parse("::1")).isEqualTo(Cidr.parse("::1/128"));
  }

  @Test
  void theFamiliesAreApart() {
    assertThat(Cidr.parse("::/0").contains(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
    assertThat(Cidr.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("::1"))).isFalse();
    assertThat(Cidr.parse("::/0").contains(InetAddress.ofLiteral("::1"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/+8",
        "10.0.0.0/8/8",
        "10.0.0.5/8",
        "10.0.0/8",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "010.0.0.0/8",
        "256.0.0.0/8",
        "fd00::/129",
        "fe80::1%eth0",
        "fd00::1/8",
        "localhost",
        "example.com/8",
        "[::1]",
        " 10.0.0.0/8"
      })
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Cidr.parse(text))
        .withMessageContaining("found");
  }
}
