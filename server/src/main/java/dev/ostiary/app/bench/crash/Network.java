package dev.ostiary.app.bench.crash;

import dev.ostiary.app.command.CommandFailed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// The wire between the server and the receiver: passes bytes on, late, or not at all.
final class Network implements AutoCloseable {
  private static final int BACKLOG = 200;

  private static final int BUFFER = 8_192;

  /// For each piece, in each direction.
  private static final Duration DELAY = Duration.ofMillis(100);

  private static final Duration LOOK = Duration.ofMillis(20);

  private final ServerSocket entrance;
  private final int receiver;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile State state = State.CLEAR;

  /// What it does with bytes.
  enum State {
    CLEAR,
    /// Passes them on late.
    DELAYED,
    /// Swallows them: neither side hears from the other. What was swallowed never arrives, for a
    /// request that came after its repetition would tell nothing about the server.
    SILENT,
    /// Breaks every connection, those to come as well, wherever a request may be.
    CUT
  }

  /// @param receiver the port that it leads to
  Network(int receiver) {
    this.receiver = receiver;
    try {
      entrance = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new CommandFailed("cannot open a port on this machine: " + e.getMessage(), e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /// Where the server finds the receiver.
  String url() {
    return "http://127.0.0.1:" + entrance.getLocalPort();
  }

  /// Behaves so from now on.
  void state(State next) {
    state = next;
    if (next == State.CUT) {
      open.forEach(Network::reset);
    }
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        Socket from = entrance.accept();
        open.add(from);
        Thread.ofVirtual().start(() -> join(from));
      } catch (IOException e) {
        // closed, or the other side has given up already
      }
    }
  }

  private void join(Socket from) {
    try (from;
        Socket to = new Socket(InetAddress.getLoopbackAddress(), receiver)) {
      open.add(to);
      Thread back = Thread.ofVirtual().start(() -> pass(to, from));
      pass(from, to);
      back.join();
      open.remove(to);
    } catch (IOException e) {
      reset(from); // the receiver is closed
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(from);
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hold();
        out.write(buffer, 0, count);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      reset(from);
      reset(to);
    }
  }

  private void hold() throws SocketException {
    if (state == State.DELAYED) {
      LockSupport.parkNanos(DELAY.toNanos());
    }
    boolean swallowed = false;
    while (state == State.SILENT && !entrance.isClosed()) {
      swallowed = true;
      LockSupport.parkNanos(LOOK.toNanos());
    }
    if (swallowed || state == State.CUT) {
      throw new SocketException("cut");
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0); // RST instead of FIN
      socket.close();
    } catch (IOException e) {
      // closed already
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
      open.forEach(Network::reset);
    } catch (IOException e) {
      throw new CommandFailed("a port did not close: " + e.getMessage(), e);
    }
  }
}
