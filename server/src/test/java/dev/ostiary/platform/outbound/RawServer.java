package dev.ostiary.platform.outbound;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// A listener on loopback that counts its connections, reads each request's head and body, and then
/// does with the connection whatever the test wants.
final class RawServer implements AutoCloseable {
  /// What happens after a request was read; the connection is closed when it returns false.
  interface Reply {
    boolean write(Socket connection, OutputStream out) throws IOException, InterruptedException;
  }

  private static final int TLS_HANDSHAKE = 0x16;

  private final ServerSocket listener;
  private final Reply reply;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch firstClosedByClient = new CountDownLatch(1);

  RawServer(Reply reply) {
    this(
        () -> {
          try {
            return new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        reply);
  }

  RawServer(Supplier<ServerSocket> listener, Reply reply) {
    this.listener = listener.get();
    this.reply = reply;
    var _ = threads.submit(this::accept);
  }

  /// Answers every request with these bytes and keeps the connection open.
  static RawServer answering(String answer) {
    byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
    return new RawServer((connection, out) -> {
      out.write(bytes);
      out.flush();
      return true;
    });
  }

  /// Answers every request with these bytes and closes the connection.
  static RawServer closingAfter(String answer) {
    byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
    return new RawServer((connection, out) -> {
      out.write(bytes);
      out.flush();
      return false;
    });
  }

  int port() {
    return listener.getLocalPort();
  }

  int connections() {
    return connections.get();
  }

  List<String> requests() {
    return requests;
  }

  /// Counted down when a reply met a connection that the client had closed.
  CountDownLatch closedByClient() {
    return firstClosedByClient;
  }

  private Void accept() throws IOException {
    while (!listener.isClosed()) {
      Socket connection = listener.accept();
      connections.incrementAndGet();
      open.add(connection);
      var _ = threads.submit(() -> serve(connection));
    }
    return null;
  }

  private Void serve(Socket connection) throws Exception {
    try (connection) {
      InputStream in = connection.getInputStream();
      OutputStream out = connection.getOutputStream();
      boolean more = true;
      while (more) {
        String request = read(in);
        if (request.isEmpty()) {
          return null;
        }
        requests.add(request);
        more = reply.write(connection, out);
      }
    } catch (IOException e) {
      firstClosedByClient.countDown();
    }
    return null;
  }

  private static String read(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int c = in.read();
      if (c < 0) {
        return "";
      }
      if (c == TLS_HANDSHAKE && head.isEmpty()) {
        return "TLS";
      }
      head.append((char) c);
    }
    int length = 0;
    for (String line : head.toString().split("\r\n")) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
      }
    }
    return head + new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket connection : open) {
      connection.close();
    }
    threads.shutdownNow();
  }
}
