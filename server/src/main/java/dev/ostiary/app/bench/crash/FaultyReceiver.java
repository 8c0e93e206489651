package dev.ostiary.app.bench.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ostiary.app.command.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A receiver that behaves as badly as it is told to.
final class FaultyReceiver implements AutoCloseable {
  /// Connections that may wait to be accepted.
  private static final int BACKLOG = 200;

  private static final Duration LATE = Duration.ofMillis(300);

  private final Ledger ledger;
  private final int port;
  private volatile Mood mood = Mood.GOOD;
  private @Nullable HttpServer server;

  /// How it behaves.
  enum Mood {
    GOOD,
    /// Accepts, but answers late.
    SLOW,
    /// Answers 500.
    FAILING,
    /// Takes the request and closes the connection without an answer.
    CUTTING,
    /// Does not accept connections.
    CLOSED
  }

  FaultyReceiver(Ledger ledger) {
    this.ledger = ledger;
    port = open(0);
  }

  int port() {
    return port;
  }

  /// Behaves so from now on.
  void mood(Mood next) {
    if (mood == Mood.CLOSED && next != Mood.CLOSED) {
      open(port);
    }
    mood = next;
    if (next == Mood.CLOSED) {
      close();
    }
  }

  private int open(int wanted) {
    try {
      HttpServer fresh =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), BACKLOG);
      fresh.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      for (Subscription subscription : Subscription.values()) {
        fresh.createContext(subscription.path(), exchange -> take(subscription, exchange));
      }
      fresh.start();
      server = fresh;
      return fresh.getAddress().getPort();
    } catch (IOException e) {
      throw new CommandFailed("cannot open a receiver on this machine: " + e.getMessage(), e);
    }
  }

  private void take(Subscription at, HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String event = exchange.getRequestHeaders().getFirst("webhook-id");
      Mood now = mood;
      boolean accepts = now == Mood.GOOD || now == Mood.SLOW;
      ledger.request(at, event == null ? "" : event, body, accepts);
      if (now == Mood.SLOW) {
        LockSupport.parkNanos(LATE.toNanos());
      }
      if (accepts || now == Mood.FAILING) {
        exchange.sendResponseHeaders(accepts ? 204 : 500, -1);
      }
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }
}
