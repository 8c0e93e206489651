package dev.ostiary.platform.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.outbound.AddressPolicy.Verdict;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class AddressPolicyPropertyTest {
  private static final AddressPolicy CLOSED = new AddressPolicy(List.of(), List.of(), List::of);

  @Property(tries = 2000)
  void noIpv6AddressOutsideGlobalUnicastIsEverPublic(@ForAll @Size(16) List<Byte> bytes)
      throws Exception {
    byte[] address = new byte[16];
    for (int i = 0; i < 16; i++) {
      address[i] = bytes.get(i);
    }
    InetAddress parsed = Inet6Address.getByAddress(null, address, -1);
    boolean global = (address[0] & 0xe0) == 0x20;
    boolean mapped = Cidr.bytes(parsed).length == 4;

    if (!global && !mapped) {
      assertThat(CLOSED.check(parsed)).isEqualTo(Verdict.BLOCKED);
    }
  }

  @Property(tries = 2000)
  void aPublicIpv4AddressIsNoneThatTheJdkCallsSpecial(
      @ForAll byte a, @ForAll byte b, @ForAll byte c, @ForAll byte d) throws Exception {
    InetAddress address = InetAddress.getByAddress(new byte[] {a, b, c, d});

    if (CLOSED.permits(address)) {
      var special = new ArrayList<Boolean>();
      special.add(address.isAnyLocalAddress());
      special.add(address.isLoopbackAddress());
      special.add(address.isLinkLocalAddress());
      special.add(address.isSiteLocalAddress());
      special.add(address.isMulticastAddress());
      assertThat(special).containsOnly(false);
    }
  }
}
