package dev.ostiary.platform.outbound;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/// The addresses of this machine's interfaces as they are now. They come and go while the server
/// runs: a lease brings another one, a container is put into one more network.
public final class OwnAddresses implements Supplier<List<InetAddress>> {
  /// A look at the interfaces takes the kernel a fraction of a millisecond, and many connections
  /// may be opened in a second; nobody can steer a request to an address that is younger than this.
  static final Duration REMEMBERED = Duration.ofSeconds(2);

  private final Supplier<List<InetAddress>> interfaces;
  private final InstantSource clock;
  private volatile Look last;

  /// @param interfaces what a look at the interfaces finds
  public OwnAddresses(Supplier<List<InetAddress>> interfaces, InstantSource clock) {
    this.interfaces = interfaces;
    this.clock = clock;
    this.last = look();
  }

  private record Look(List<InetAddress> found, Instant at) {}

  private Look look() {
    return new Look(List.copyOf(interfaces.get()), clock.instant());
  }

  @Override
  public List<InetAddress> get() {
    Look known = last;
    // A clock that was set back must not keep an old look alive.
    if (Duration.between(known.at, clock.instant()).abs().compareTo(REMEMBERED) >= 0) {
      known = look();
      last = known;
    }
    return known.found;
  }
}
