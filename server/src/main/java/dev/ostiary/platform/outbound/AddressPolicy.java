package dev.ostiary.platform.outbound;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Which addresses may be connected to. What the operator allows is allowed first; then what they
/// deny, this machine's own addresses and everything that is not the public internet is refused.
///
/// The lists follow the IANA special-purpose registries. IPv6 is built the safe way round: only the
/// global unicast block is open, less its reserved parts.
public final class AddressPolicy {
  /// What is decided about an address.
  public enum Verdict {
    /// On the operator's own list: plain http and any port are fine there.
    ALLOWED_BY_OPERATOR,
    /// A public address.
    PUBLIC,
    /// Never to be connected to.
    BLOCKED
  }

  private static final Cidr GLOBAL_UNICAST = Cidr.parse("2000::/3");

  private static final List<Cidr> RESERVED =
      ranges(
          // IPv6, inside the global unicast block
          "2001::/23", // protocol assignments: Teredo, benchmarks, ORCHID, AMT, relays
          "2001:db8::/32", // documentation
          "2002::/16", // 6to4, which carries any IPv4 address
          "3ffe::/16", // the former 6bone
          "3fff::/20", // documentation
          "2620:4f:8000::/48", // AS112
          // IPv4
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // carrier-grade NAT, and one cloud's metadata service
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local: most clouds' metadata services
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments, and one cloud's metadata service
          "192.0.2.0/24", // documentation
          "192.31.196.0/24", // AS112
          "192.52.193.0/24", // AMT
          "192.88.99.0/24", // 6to4 relays
          "192.168.0.0/16", // private
          "192.175.48.0/24", // AS112
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4", // future use, and the broadcast address
          "168.63.129.16/32"); // a public address that is one cloud's host agent

  private static final InetAddress LOOPBACK = Cidr.literal("127.0.0.1");
  private static final Cidr LOOPBACK_6 = Cidr.parse("::1");

  /// Refuses nothing; for reading what was vetted before, never for connecting.
  static final AddressPolicy UNRESTRICTED =
      new AddressPolicy(List.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0")), List.of(), List::of);

  private final List<Cidr> allowed;
  private final List<Cidr> denied;
  private final Supplier<? extends Collection<InetAddress>> own;

  /// @param allowed ranges the operator opens, whatever else is said about them; when they hold
  ///   127.0.0.1 they hold `::1` too, since `localhost` means both
  /// @param denied ranges the operator closes beside the built-in ones
  /// @param own the addresses of this machine's interfaces, asked for at every check: a public
  ///   address of our own may lead to a service that is meant for this machine alone
  public AddressPolicy(
      List<Cidr> allowed, List<Cidr> denied, Supplier<? extends Collection<InetAddress>> own) {
    boolean loopback = allowed.stream().anyMatch(range -> range.contains(LOOPBACK));
    this.allowed =
        Stream.concat(allowed.stream(), loopback ? Stream.of(LOOPBACK_6) : Stream.of()).toList();
    this.denied = List.copyOf(denied);
    this.own = own;
  }

  public Verdict check(InetAddress address) {
    byte[] bytes = Cidr.bytes(address);
    if (anyContains(allowed, bytes)) {
      return Verdict.ALLOWED_BY_OPERATOR;
    }
    boolean global = bytes.length == 4 || GLOBAL_UNICAST.contains(bytes);
    return global && !anyContains(denied, bytes) && !anyContains(RESERVED, bytes) && !isOwn(bytes)
        ? Verdict.PUBLIC
        : Verdict.BLOCKED;
  }

  private boolean isOwn(byte[] address) {
    return own.get().stream().anyMatch(ours -> Arrays.equals(Cidr.bytes(ours), address));
  }

  /// Whether a connection may be opened at all.
  public boolean permits(InetAddress address) {
    return check(address) != Verdict.BLOCKED;
  }

  /// Whether this address may be spoken to without TLS: only where the operator opened it.
  public boolean plainHttpAllowed(InetAddress address) {
    return check(address) == Verdict.ALLOWED_BY_OPERATOR;
  }

  /// Whether the operator opened anything; if not, no private name can ever be reached.
  public boolean opensPrivateNetworks() {
    return !allowed.isEmpty();
  }

  private static boolean anyContains(List<Cidr> ranges, byte[] address) {
    for (Cidr range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private static List<Cidr> ranges(String... texts) {
    return Arrays.stream(texts).map(Cidr::parse).toList();
  }
}
