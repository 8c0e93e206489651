package dev.ostiary.app;

import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.common.TlsKeyPair;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.ostiary.api.Api;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.config.Config;
import dev.ostiary.platform.http.CallMetrics;
import dev.ostiary.platform.http.HttpEdge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The one port: HTTP/1.1, HTTP/2 with and without TLS, gRPC and REST.
final class HttpPort {
  /// How long requests under way may take when the server stops.
  private static final Duration LAST_REQUESTS = Duration.ofSeconds(5);

  /// How long there must have been no request before the server stops. With none at all Armeria
  /// does not wait for requests under way either, but cuts them off.
  private static final Duration QUIET = Duration.ofMillis(1);

  /// The SDKs ping a connection without calls every minute and expect it to live this long.
  private static final Duration IDLE = Duration.ofMinutes(5);

  private HttpPort() {}

  static Server open(
      Config config,
      Supplier<String> requestIds,
      MeterRegistry registry,
      Api api,
      List<HttpServiceWithRoutes> endpoints) {
    ServerBuilder builder =
        Server.builder()
            .gracefulShutdownTimeout(QUIET, LAST_REQUESTS)
            .idleTimeout(IDLE, true)
            // Without this any caller could name the address it likes.
            .clientAddressTrustedProxyFilter(
                proxy -> config.trustedProxies().stream().anyMatch(net -> net.contains(proxy)));
    endpoints.forEach(builder::service);
    InetSocketAddress address = new InetSocketAddress(config.listen(), config.port());
    Config.@Nullable Tls tls = config.tls();
    if (tls == null) {
      builder.port(address, SessionProtocol.HTTP);
    } else {
      builder.port(address, SessionProtocol.HTTP, SessionProtocol.HTTPS).tls(keyPair(tls));
    }
    api.mount(builder);
    builder.decorator(new CallMetrics(registry));
    HttpEdge.install(builder, requestIds, config.url().getScheme().equals("https"));
    Server server = build(builder, tls);
    try {
      server.start().join();
    } catch (CompletionException e) {
      throw new CommandFailed(
          "cannot listen on "
              + config.listen()
              + ":"
              + config.port()
              + " ("
              + CommandFailed.rootMessage(e)
              + "); another server may be running: stop it or set OSTIARY_PORT",
          e);
    }
    return server;
  }

  private static TlsKeyPair keyPair(Config.Tls tls) {
    try {
      return TlsKeyPair.of(tls.key().toFile(), tls.certificate().toFile());
    } catch (RuntimeException e) {
      throw unusable(tls, e);
    }
  }

  /// A key that does not belong to its certificate shows only here.
  private static Server build(ServerBuilder builder, Config.@Nullable Tls tls) {
    try {
      return builder.build();
    } catch (IllegalStateException e) {
      throw tls == null ? e : unusable(tls, e);
    }
  }

  private static CommandFailed unusable(Config.Tls tls, RuntimeException cause) {
    return new CommandFailed(
        "cannot serve TLS with OSTIARY_TLS_CERTIFICATE="
            + tls.certificate()
            + " and OSTIARY_TLS_KEY="
            + tls.key()
            + " ("
            + CommandFailed.rootMessage(cause)
            + "); expected PEM files, a certificate chain and its own private key in PKCS #8",
        cause);
  }

  /// The address of a server that chose its port itself.
  static URI actualUrl(Config config, Server server) {
    return URI.create(
        config.url().getScheme() + "://" + config.url().getHost() + ":" + server.activeLocalPort());
  }
}
