package dev.ostiary.app.bench.delivery;

import dev.ostiary.app.bench.measure.Load;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.platform.outbound.OutboundHeaders;
import dev.ostiary.platform.outbound.OutboundRequest;
import dev.ostiary.platform.outbound.OutboundResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// What the parts can do when there is nothing between them: the ceiling under which delivery
/// works.
final class Ceiling {
  /// As many as a courier has under way to one endpoint.
  private static final int IN_FLIGHT = 64;

  private static final int POST_ROUNDS = 5;

  /// Larger than one page of the database's log.
  private static final int SYNC_BYTES = 8_192;

  private final Duration time;
  private final LongConsumer progress;

  Ceiling(Duration time, LongConsumer progress) {
    this.time = time;
    this.progress = progress;
  }

  /// Writes and syncs one file, one page at a time.
  double syncs(Path folder) {
    Path file = folder.resolve("sync");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer page = ByteBuffer.allocateDirect(SYNC_BYTES);
      return Load.during(time, 1, () -> sync(channel, page), progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void sync(FileChannel channel, ByteBuffer page) {
    try {
      channel.write(page.clear(), 0);
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Commits transactions that insert a single row.
  double commits(Database database, int threads) {
    database.run(tx ->
        tx.sql("create table if not exists bench_row (id bigint generated always as identity)")
            .run());
    return Load.during(
        time,
        threads,
        () -> database.run(tx -> tx.sql("insert into bench_row default values").run()),
        progress);
  }

  /// Sends requests as a delivery would, with nothing recorded: the best of several rounds, since
  /// the code is compiled in the first ones.
  double warmPosts(OutboundClient client, String url, byte[] body) {
    double best = 0;
    for (int round = 0; round < POST_ROUNDS; round++) {
      best = Math.max(best, posts(client, url, body));
    }
    return best;
  }

  private double posts(OutboundClient client, String url, byte[] body) {
    OutboundRequest request =
        new OutboundRequest(
            OutboundRequest.Method.POST,
            client.parse("url", url),
            new OutboundHeaders(
                Map.of(
                    "content-type", "application/json",
                    "webhook-id", "evt_1",
                    "webhook-timestamp", "1700000000",
                    "webhook-signature", "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=")),
            body,
            Duration.ofSeconds(15),
            1_024);
    long start = System.nanoTime();
    AtomicLong answered = new AtomicLong();
    List<CompletableFuture<Boolean>> chains = new ArrayList<>();
    for (int i = 0; i < IN_FLIGHT; i++) {
      CompletableFuture<Boolean> chain = new CompletableFuture<>();
      chains.add(chain);
      post(client, request, start + time.toNanos(), answered, chain);
    }
    chains.forEach(CompletableFuture::join);
    return answered.get() * 1e9 / (System.nanoTime() - start);
  }

  private void post(
      OutboundClient client,
      OutboundRequest request,
      long end,
      AtomicLong answered,
      CompletableFuture<Boolean> chain) {
    var _ =
        client
            .sendAsync(request)
            .thenAccept(result -> {
              if (!(result instanceof OutboundResult.Answer)) {
                chain.completeExceptionally(new IllegalStateException(result.toString()));
                return;
              }
              answered.incrementAndGet();
              if (System.nanoTime() < end) {
                post(client, request, end, answered, chain);
              } else {
                chain.complete(true);
              }
            });
  }

  /// What the sink can take: bare sockets, the same bytes again and again.
  double sink(int port, byte[] body) {
    byte[] head =
        ("POST /webhooks HTTP/1.1\r\nhost: 127.0.0.1\r\nuser-agent: Ostiary\r\n"
                + "content-type: application/json\r\nwebhook-id: evt_1\r\n"
                + "webhook-timestamp: 1700000000\r\n"
                + "webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=\r\n"
                + "content-length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] request = ByteBuffer.allocate(head.length + body.length).put(head).put(body).array();
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < IN_FLIGHT; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        sockets.add(socket);
      }
      byte[] answer = new byte[1_024];
      return IN_FLIGHT * Load.during(time, 1, () -> roundTrip(sockets, request, answer), progress);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      sockets.forEach(Ceiling::close);
    }
  }

  private static void roundTrip(List<Socket> sockets, byte[] request, byte[] answer) {
    try {
      for (Socket socket : sockets) {
        socket.getOutputStream().write(request);
      }
      for (Socket socket : sockets) {
        if (socket.getInputStream().read(answer) < 0) {
          throw new IllegalStateException("the sink closed a connection");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
