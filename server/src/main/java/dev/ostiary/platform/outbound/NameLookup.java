package dev.ostiary.platform.outbound;

import com.linecorp.armeria.common.CommonPools;
import com.linecorp.armeria.common.util.TransportType;
import io.netty.channel.EventLoop;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Finds every address of a host name, by the hosts file and the name servers of this machine,
/// without holding a thread. The system's own resolver would hold one for up to half a minute per
/// dead name server, so a few broken domains could stall everybody's deliveries.
final class NameLookup implements AutoCloseable {
  /// One question to one server. Several fit into the shortest deadline of a request.
  private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);

  /// A receiver that moves is found again within a minute, whatever its record says.
  private static final int MAX_SECONDS_REMEMBERED = 60;

  /// Keeps a flood of retries to a broken domain from becoming a flood of questions.
  private static final int SECONDS_FAILURE_REMEMBERED = 5;

  private static final List<InetAddress> LOCALHOST =
      List.of(Cidr.literal("127.0.0.1"), Cidr.literal("::1"));

  private final DnsNameResolver resolver;

  NameLookup() {
    EventLoop loop = CommonPools.workerGroup().next();
    resolver =
        new DnsNameResolverBuilder(loop)
            .datagramChannelType(TransportType.datagramChannelType(loop.parent()))
            .socketChannelType(TransportType.socketChannelType(loop.parent()))
            // Both families are asked for and awaited, so that a mixed answer is seen whole.
            .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
            .queryTimeoutMillis(QUERY_TIMEOUT.toMillis())
            .ttl(0, MAX_SECONDS_REMEMBERED)
            .negativeTtl(SECONDS_FAILURE_REMEMBERED)
            .build();
  }

  /// All addresses, IPv4 first. Fails with an [java.net.UnknownHostException].
  CompletableFuture<List<InetAddress>> addresses(String name) {
    if (name.equals("localhost") || name.endsWith(".localhost")) {
      // RFC 6761 section 6.3: never asked of a name server.
      return CompletableFuture.completedFuture(LOCALHOST);
    }
    var found = new CompletableFuture<List<InetAddress>>();
    resolver
        .resolveAll(name)
        .addListener((Future<List<InetAddress>> answer) -> {
          if (answer.isSuccess()) {
            found.complete(List.copyOf(answer.getNow()));
          } else {
            found.completeExceptionally(answer.cause());
          }
        });
    return found;
  }

  @Override
  public void close() {
    resolver.close();
  }
}
