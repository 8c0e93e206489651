package dev.ostiary.app.bench.delivery;

import dev.ostiary.app.command.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Two neighbors nobody wants: one takes connections and never answers, one answers a byte per
/// second.
final class BadReceivers implements AutoCloseable {
  private static final int BACKLOG = 1_000;

  private static final Duration BETWEEN_BYTES = Duration.ofSeconds(1);

  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket dead = open();
  private final ServerSocket slow = open();

  BadReceivers() {
    Thread.ofVirtual().start(this::accept);
  }

  private static ServerSocket open() {
    try {
      return new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new CommandFailed("cannot open a receiver on this machine: " + e.getMessage(), e);
    }
  }

  String deadUrl() {
    return "http://127.0.0.1:" + dead.getLocalPort() + "/webhooks";
  }

  String slowUrl() {
    return "http://127.0.0.1:" + slow.getLocalPort() + "/webhooks";
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = slow.accept();
        Thread.ofVirtual().start(() -> trickle(socket));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void trickle(Socket socket) {
    try (socket) {
      for (byte one : ANSWER) {
        socket.getOutputStream().write(one);
        LockSupport.parkNanos(BETWEEN_BYTES.toNanos());
      }
    } catch (IOException e) {
      // the other side has lost its patience
    }
  }

  @Override
  public void close() {
    try {
      dead.close();
      slow.close();
    } catch (IOException e) {
      throw new CommandFailed("a receiver did not close: " + e.getMessage(), e);
    }
  }
}
