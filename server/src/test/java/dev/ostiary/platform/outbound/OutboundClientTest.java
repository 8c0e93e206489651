package dev.ostiary.platform.outbound;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.outbound.OutboundRequest.Method;
import dev.ostiary.platform.outbound.OutboundResult.Answer;
import dev.ostiary.platform.outbound.OutboundResult.NoAnswer;
import dev.ostiary.platform.outbound.OutboundResult.Reason;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every hostile server here has its opposite in [#aPostArrivesAsItIsAndItsAnswerComesBack]: the
/// same client, the same policy, a server that behaves.
class OutboundClientTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(700);
  private static final int KEEP = 1024;

  private static OutboundClient client;
  private static AddressPolicy loopbackOpen;

  @BeforeAll
  static void start() {
    loopbackOpen = new AddressPolicy(List.of(Cidr.parse("127.0.0.0/8")), List.of(), List::of);
    client = OutboundClient.start(loopbackOpen, "Test/1.0", List.of());
  }

  @AfterAll
  static void stop() {
    client.close();
  }

  private static OutboundRequest post(int port, Duration deadline) {
    return post("http://127.0.0.1:" + port + "/hooks?x=1", deadline);
  }

  private static OutboundRequest post(String url, Duration deadline) {
    return new OutboundRequest(
        Method.POST,
        client.parse("url", url),
        new OutboundHeaders(Map.of("Content-Type", "application/json", "Webhook-Id", "evt_1")),
        "{\"a\":1}\n".getBytes(UTF_8),
        deadline,
        KEEP);
  }

  private static String ok(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }

  @Test
  void aPostArrivesAsItIsAndItsAnswerComesBack() throws Exception {
    String head = "HTTP/1.1 202 Accepted\r\nContent-Type: text/plain\r\nRetry-After: 7\r\n";
    try (var server = RawServer.answering(head + "Content-Length: 2\r\n\r\nok")) {
      var answer = (Answer) client.send(post(server.port(), LONG));

      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.contentType()).isEqualTo("text/plain");
      assertThat(answer.retryAfter()).isEqualTo("7");
      assertThat(answer.location()).isNull();
      assertThat(answer.body()).isEqualTo("ok".getBytes(UTF_8));
      assertThat(answer.truncated()).isFalse();
      assertThat(answer.latency()).isPositive().isLessThan(LONG);
      String request = server.requests().getFirst();
      assertThat(request)
          .startsWith("POST /hooks?x=1 HTTP/1.1\r\n")
          .endsWith("\r\n\r\n{\"a\":1}\n");
      assertThat(request.split("\r\n"))
          .contains(
              "host: 127.0.0.1:" + server.port(),
              "user-agent: Test/1.0",
              "content-type: application/json",
              "webhook-id: evt_1",
              "content-length: 8")
          .noneMatch(
              line -> line.matches("(?i)(upgrade|http2-settings|accept-encoding|proxy-.*):.*"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a//b/c;d=1",
        "/a/../b",
        "/a%20b%2Fc/%C3%A9",
        "/?",
        "/?a=b%20c+d&a=%2Bc&d=%7B",
        "/~a!$&'()*+,;=:@"
      })
  void pathAndQueryArriveAsTheyWereWritten(String target) throws Exception {
    try (var server = RawServer.answering(ok(""))) {
      var result = client.send(post("http://127.0.0.1:" + server.port() + target, LONG));

      assertThat(result).isInstanceOf(Answer.class);
      assertThat(server.requests().getFirst()).startsWith("POST " + target + " HTTP/1.1\r\n");
    }
  }

  @Test
  void connectionsAreKeptAndUsedAgain() throws Exception {
    try (var server = RawServer.answering(ok("ok"))) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.send(post(server.port(), LONG))).isInstanceOf(Answer.class);
      }
      assertThat(server.requests()).hasSize(20);
      // One per event loop at the most.
      assertThat(server.connections())
          .isLessThanOrEqualTo(2 * Runtime.getRuntime().availableProcessors());
    }
  }

  @Test
  void aHostNameOfTheHostsFileWorks() throws Exception {
    try (var server = RawServer.answering(ok("ok"))) {
      var result = client.send(post("http://localhost:" + server.port() + "/", LONG));

      assertThat(result).isInstanceOf(Answer.class);
      assertThat(server.requests().getFirst()).contains("\r\nhost: localhost:" + server.port());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsAnAnswerAndIsNotFollowed(int status) throws Exception {
    try (var target = RawServer.answering(ok("secret"))) {
      String location = "http://127.0.0.1:" + target.port() + "/latest/meta-data";
      String redirect =
          "HTTP/1.1 "
              + status
              + " Moved\r\nLocation: "
              + location
              + "\r\nContent-Length: 0\r\n\r\n";
      try (var server = RawServer.answering(redirect)) {
        var answer = (Answer) client.send(post(server.port(), LONG));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.location()).isEqualTo(location);
        assertThat(target.connections()).isZero();
      }
    }
  }

  @Test
  void anEndlessBodyIsCutAndTheConnectionClosed() throws Exception {
    byte[] block = "x".repeat(64 * 1024).getBytes(UTF_8);
    RawServer.Reply endless =
        (connection, out) -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
          while (!connection.isClosed()) {
            out.write(block);
          }
          return false;
        };
    try (var server = new RawServer(endless)) {
      var answer = (Answer) client.send(post(server.port(), LONG));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.truncated()).isTrue();
      assertThat(answer.body()).hasSize(KEEP);
      assertThat(answer.latency()).isLessThan(LONG);
      assertThat(server.closedByClient().await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, KEEP - 1, KEEP, KEEP + 1, 100_000})
  void whatIsKeptOfABodyEndsAtTheLimit(int length) throws Exception {
    try (var server = RawServer.answering(ok("x".repeat(length)))) {
      var answer = (Answer) client.send(post(server.port(), LONG));

      assertThat(answer.body()).hasSize(Math.min(length, KEEP));
      assertThat(answer.truncated()).isEqualTo(length > KEEP);
    }
  }

  /// Writes one piece at a time, each when a timer says so.
  private static RawServer.Reply dripping(String start, String piece) {
    return (connection, out) -> {
      out.write(start.getBytes(UTF_8));
      out.flush();
      var over = new CountDownLatch(1);
      try (var timer = Executors.newSingleThreadScheduledExecutor()) {
        var _ =
            timer.scheduleAtFixedRate(
                () -> {
                  try {
                    out.write(piece.getBytes(UTF_8));
                    out.flush();
                  } catch (java.io.IOException e) {
                    over.countDown();
                  }
                },
                50,
                50,
                TimeUnit.MILLISECONDS);
        over.await(30, TimeUnit.SECONDS);
        timer.shutdownNow();
      }
      throw new java.io.IOException("the client has gone");
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX-Slow: "
      })
  void aDrippingAnswerEndsAtTheDeadline(String start) throws Exception {
    try (var server = new RawServer(dripping(start, "a"))) {
      var result = (NoAnswer) client.send(post(server.port(), SHORT));

      assertThat(result.reason()).isEqualTo(Reason.TIMEOUT);
      assertThat(result.message()).isEqualTo("127.0.0.1 gave no complete answer within 700 ms");
      assertThat(result.latency()).isBetween(SHORT, SHORT.plusSeconds(3));
      assertThat(server.closedByClient().await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aServerThatNeverAnswersEndsAtTheDeadline() throws Exception {
    var never = new CountDownLatch(1);
    RawServer.Reply silent =
        (connection, out) -> {
          never.await();
          return false;
        };
    try (var server = new RawServer(silent)) {
      var result = (NoAnswer) client.send(post(server.port(), SHORT));

      assertThat(result.reason()).isEqualTo(Reason.TIMEOUT);
    }
  }

  @Test
  void interimAnswersAreSkippedAndAFloodOfThemIsNoHttp() throws Exception {
    String hint = "HTTP/1.1 103 Early Hints\r\n\r\n";
    try (var server = RawServer.answering(hint + hint + ok("ok"))) {
      assertThat(((Answer) client.send(post(server.port(), LONG))).status()).isEqualTo(200);
    }
    try (var server = new RawServer(dripping("", hint))) {
      var result = (NoAnswer) client.send(post(server.port(), LONG));

      assertThat(result.reason()).isEqualTo(Reason.PROTOCOL);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
      })
  void aConnectionClosedBeforeTheEndIsNoAnswer(String part) throws Exception {
    try (var server = RawServer.closingAfter(part)) {
      var result = (NoAnswer) client.send(post(server.port(), LONG));

      assertThat(result.reason()).isEqualTo(Reason.CLOSED_EARLY);
      assertThat(result.message()).contains("127.0.0.1");
      assertThat(server.connections()).isEqualTo(1); // sent once: it may have been acted on
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello\n",
        "SSH-2.0-OpenSSH_9.2p1\r\n\r\n",
        "HTTP/1.1 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nbad\u0000name: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void whatIsNoHttpIsAProtocolFailure(String bytes) throws Exception {
    try (var server = RawServer.closingAfter(bytes)) {
      var result = (NoAnswer) client.send(post(server.port(), LONG));

      assertThat(result.reason()).isIn(Reason.PROTOCOL, Reason.CLOSED_EARLY);
    }
  }

  @Test
  void hugeHeadersAreRefusedAndLargeOnesAreNot() throws Exception {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Large: ";
    try (var server = RawServer.answering(head + "x".repeat(8_000) + "\r\n\r\n")) {
      assertThat(client.send(post(server.port(), LONG))).isInstanceOf(Answer.class);
    }
    for (String huge : List.of("x".repeat(1_000_000), "x\r\nY: y".repeat(10_000))) {
      try (var server = RawServer.answering(head + huge + "\r\n\r\n")) {
        var result = (NoAnswer) client.send(post(server.port(), LONG));

        assertThat(result.reason()).isIn(Reason.TOO_LARGE, Reason.CLOSED_EARLY);
        assertThat(result.message()).contains("headers");
      }
    }
  }

  @Test
  void aCompressedBodyIsKeptAsItCame() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[300_000]);
    }
    String head =
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
            + packed.size()
            + "\r\n\r\n";
    try (var server = RawServer.answering(head + packed.toString(ISO_8859_1))) {
      var answer = (Answer) client.send(post(server.port(), LONG));

      assertThat(answer.contentEncoding()).isEqualTo("gzip");
      assertThat(answer.body()).isEqualTo(packed.toByteArray());
    }
  }

  @Test
  void nobodyListeningIsAConnectFailure() throws Exception {
    int port;
    try (var closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    var result = (NoAnswer) client.send(post(port, LONG));

    assertThat(result.reason()).isEqualTo(Reason.CONNECT);
    assertThat(result.message()).isEqualTo("127.0.0.1 did not accept the connection");
  }

  @Test
  void manyRequestsAreInFlightAtOnce() throws Exception {
    int count = 100;
    var allArrived = new CountDownLatch(count);
    RawServer.Reply together =
        (connection, out) -> {
          allArrived.countDown();
          allArrived.await();
          out.write(ok("ok").getBytes(UTF_8));
          return true;
        };
    try (var server = new RawServer(together)) {
      var results = new ArrayList<CompletableFuture<OutboundResult>>();
      for (int i = 0; i < count; i++) {
        results.add(client.sendAsync(post(server.port(), LONG)));
      }
      for (CompletableFuture<OutboundResult> result : results) {
        assertThat(result.get(20, TimeUnit.SECONDS)).isInstanceOf(Answer.class);
      }
    }
  }

  @Test
  void cancellingAbandonsTheRequest() throws Exception {
    var arrived = new CountDownLatch(1);
    RawServer.Reply endless =
        (connection, out) -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
          out.flush();
          arrived.countDown();
          while (connection.getInputStream().read() >= 0) {}
          throw new java.io.IOException("the client has gone");
        };
    try (var server = new RawServer(endless)) {
      var result = client.sendAsync(post(server.port(), LONG));
      assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
      result.cancel(false);

      assertThat(server.closedByClient().await(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
