package dev.ostiary.platform.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.testing.SettableClock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnAddressesTest {
  private static final InetAddress FIRST = InetAddress.ofLiteral("93.184.216.34");
  private static final InetAddress LATER = InetAddress.ofLiteral("93.184.216.35");

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));
  private final List<InetAddress> interfaces = new ArrayList<>(List.of(FIRST));
  private int looks;

  private List<InetAddress> look() {
    looks++;
    return interfaces;
  }

  @Test
  void anAddressThatTheMachineGetsLaterIsBlockedToo() {
    var policy = new AddressPolicy(List.of(), List.of(), new OwnAddresses(this::look, clock));
    assertThat(policy.permits(FIRST)).isFalse();
    assertThat(policy.permits(LATER)).isTrue();

    interfaces.add(LATER);
    clock.advance(OwnAddresses.REMEMBERED);

    assertThat(policy.permits(LATER)).isFalse();
    assertThat(policy.permits(FIRST)).isFalse();
  }

  @Test
  void anAddressThatWentIsOpenAgain() {
    var policy = new AddressPolicy(List.of(), List.of(), new OwnAddresses(this::look, clock));

    interfaces.remove(FIRST);
    clock.advance(OwnAddresses.REMEMBERED);

    assertThat(policy.permits(FIRST)).isTrue();
  }

  @Test
  void aLookServesManyConnections() {
    var policy = new AddressPolicy(List.of(), List.of(), new OwnAddresses(this::look, clock));
    for (int i = 0; i < 100; i++) {
      policy.permits(LATER);
      clock.advance(Duration.ofMillis(10));
    }

    assertThat(looks).isEqualTo(1);
  }
}
