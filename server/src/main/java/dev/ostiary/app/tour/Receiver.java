package dev.ostiary.app.tour;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.platform.crypto.Digests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A webhook receiver as an app would have one: takes what comes, answers 200, and can tell whether
/// the signature is good.
final class Receiver implements AutoCloseable {
  /// A webhook takes milliseconds; one that is missing after this will not come.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpServer server;
  private final InstantSource clock;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

  /// A webhook that came in.
  ///
  /// @param time when its first byte was read
  record Arrival(Instant time, String id, String timestamp, String signature, byte[] body) {
    /// Checks the `v1` signatures against a secret (Standard Webhooks).
    boolean verifiedWith(String secret) {
      byte[] key = Base64.getDecoder().decode(secret.substring(secret.indexOf('_') + 1));
      byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.US_ASCII);
      byte[] expected = Digests.hmacSha256(key, head, body);
      for (String candidate : signature.split(" ", -1)) {
        if (candidate.startsWith("v1,")
            && Digests.equal(expected, Base64.getDecoder().decode(candidate.substring(3)))) {
          return true;
        }
      }
      return false;
    }
  }

  Receiver(InstantSource clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new CommandFailed("cannot open a receiver on this machine: " + e.getMessage(), e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks";
  }

  private void take(HttpExchange exchange) throws IOException {
    Instant now = clock.instant();
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      Arrival arrival =
          new Arrival(
              now,
              text(headers.getFirst("webhook-id")),
              text(headers.getFirst("webhook-timestamp")),
              text(headers.getFirst("webhook-signature")),
              exchange.getRequestBody().readAllBytes());
      exchange.sendResponseHeaders(200, -1);
      arrivals.add(arrival);
    }
  }

  private static String text(@Nullable String header) {
    return header == null ? "" : header;
  }

  /// The next webhook, in the order of arrival.
  ///
  /// @throws CommandFailed when none comes
  Arrival next() {
    try {
      Arrival arrival = arrivals.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (arrival == null) {
        throw new CommandFailed(
            "no webhook arrived within "
                + PATIENCE.toSeconds()
                + " s; if the server runs elsewhere it cannot reach this machine's loopback address");
      }
      return arrival;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("stopped", e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
