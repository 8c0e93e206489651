package dev.ostiary.platform;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;

/// Slows down whoever fails again and again, in this process: from one address at whatever it is,
/// and at one target from wherever it is. Only failures count, and while a target is tried from
/// everywhere each address still has a few tries of its own there, so that nobody is kept out by
/// what others do elsewhere.
public final class FailedTries {
  /// A provider gives at least this much of the address to one customer (RFC 6177).
  private static final int NETWORK_BYTES = 8;

  private final TokenBuckets addresses;
  private final TokenBuckets targets;
  private final TokenBuckets flooded;

  /// How many failures are suffered.
  ///
  /// @param atOnce before anything is done about them
  /// @param perSecond after that
  public record Allowance(int atOnce, double perSecond) {
    private TokenBuckets buckets(InstantSource clock) {
      return new TokenBuckets(perSecond, atOnce, clock);
    }
  }

  /// @param perAddress from one address, at everything
  /// @param perTarget at one target, from everywhere
  /// @param whileFlooded at one target from one address, once the target's own are used up
  public FailedTries(
      Allowance perAddress, Allowance perTarget, Allowance whileFlooded, InstantSource clock) {
    addresses = perAddress.buckets(clock);
    targets = perTarget.buckets(clock);
    flooded = whileFlooded.buckets(clock);
  }

  /// How long until the next try from an address is heard; zero when it is now.
  public Duration wait(InetAddress from, String target) {
    String network = network(from);
    Duration wait = addresses.until(network, 1);
    if (targets.until(target, 1).isZero()) {
      return wait;
    }
    Duration alone = flooded.until(pair(network, target), 1);
    return wait.compareTo(alone) < 0 ? alone : wait;
  }

  public void failed(InetAddress from, String target) {
    String network = network(from);
    addresses.take(network);
    targets.take(target);
    flooded.take(pair(network, target));
  }

  private static String pair(String network, String target) {
    return network + " " + target;
  }

  /// What of an address is one caller's.
  public static String network(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
