package dev.ostiary.platform.outbound;

import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/// Resolves a host at the moment of connecting and hands out one of its addresses, or none when a
/// single one is refused: a name with a public and a private answer is somebody's attempt to slip
/// by.
final class VettedAddresses extends AddressResolverGroup<InetSocketAddress> {
  private final Function<String, CompletableFuture<List<InetAddress>>> lookup;
  private final Predicate<InetAddress> permitted;
  private final AtomicInteger turn = new AtomicInteger();

  VettedAddresses(
      Function<String, CompletableFuture<List<InetAddress>>> lookup,
      Predicate<InetAddress> permitted) {
    this.lookup = lookup;
    this.permitted = permitted;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
    return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {
      @Override
      protected boolean doIsResolved(InetSocketAddress address) {
        return !address.isUnresolved();
      }

      @Override
      protected void doResolve(InetSocketAddress unresolved, Promise<InetSocketAddress> promise) {
        String name = unresolved.getHostString();
        CompletableFuture<InetAddress> chosen =
            lookup.apply(name).thenApply(addresses -> pick(name, addresses));
        var _ =
            chosen.whenComplete((address, failure) -> {
              if (failure == null) {
                promise.trySuccess(new InetSocketAddress(address, unresolved.getPort()));
              } else {
                promise.tryFailure(failure);
              }
            });
      }

      @Override
      protected void doResolveAll(
          InetSocketAddress unresolved, Promise<List<InetSocketAddress>> promise) {
        // The client connects to one address; nobody asks for all of them.
        promise.setFailure(new UnsupportedOperationException());
      }
    };
  }

  /// Takes turns among the addresses, so that a dead one of several fails only some attempts. IPv4
  /// is preferred: every machine we run on has it, not every one has a working IPv6 route.
  private InetAddress pick(String name, List<InetAddress> addresses) {
    if (!addresses.stream().allMatch(permitted)) {
      throw new BlockedAddress();
    }
    List<InetAddress> preferred =
        addresses.stream().filter(address -> address instanceof Inet4Address).toList();
    List<InetAddress> candidates = preferred.isEmpty() ? addresses : preferred;
    if (candidates.isEmpty()) {
      throw new IllegalStateException(new UnknownHostException(name));
    }
    return candidates.get(Math.floorMod(turn.getAndIncrement(), candidates.size()));
  }
}
