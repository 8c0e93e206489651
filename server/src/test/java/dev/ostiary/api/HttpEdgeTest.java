package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.GET;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.ostiary.platform.http.HttpEdge;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.wire.webhooks.ListWebhookEndpointsRequest;
import dev.ostiary.wire.webhooks.WebhookEndpointServiceGrpc.WebhookEndpointServiceBlockingStub;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.stub.MetadataUtils;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// What every answer and every line of the log has, whatever was called and however it ended.
class HttpEdgeTest {
  private static final String ENDPOINTS = "/api/v1/webhooks/endpoints";
  private static final Metadata.Key<String> REQUEST_ID =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

  private static ApiWorld world;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ENDPOINTS,
        ENDPOINTS + "/whe_1",
        "/api/v1/nothing",
        "/nothing",
        "/keys",
        "/oauth/token"
      })
  void everyAnswerHasARequestIdAndCarefulHeaders(String path) {
    ApiWorld.Answer answer = world.get(path);

    assertThat(answer.header("x-request-id")).startsWith("req_");
    assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.header("cache-control"))
        .isEqualTo(path.equals("/keys") ? "public, max-age=300" : "no-store");
    assertThat(answer.header("strict-transport-security")).isEmpty();
    assertThat(answer.header("content-security-policy"))
        .startsWith("default-src 'none'")
        .contains("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'");
    assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(answer.header("cross-origin-opener-policy")).isEqualTo("same-origin");
  }

  @Test
  void aServerReachedByHttpsAsksForHttpsAlone() {
    ServerBuilder builder =
        Server.builder().http(0).service("/", (context, request) -> HttpResponse.of(200));
    HttpEdge.install(builder, () -> "req_1", true);

    try (Server server = builder.build()) {
      server.start().join();
      var answer =
          WebClient.of("http://127.0.0.1:" + server.activeLocalPort()).get("/").aggregate().join();

      assertThat(answer.headers().get("strict-transport-security")).isEqualTo("max-age=31536000");
      assertThat(answer.headers().get("x-request-id")).isEqualTo("req_1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mine-1", "4bf92f3577b34da6a3ce929d0e0e4736"})
  void aCallersRequestIdComesBack(String given) {
    assertThat(withRequestId(given).header("x-request-id")).isEqualTo(given);
  }

  @Test
  void whatIsNoRequestIdIsReplaced() {
    assertThat(withRequestId("with space").header("x-request-id")).startsWith("req_");
    assertThat(withRequestId("x".repeat(129)).header("x-request-id")).startsWith("req_");
  }

  private static ApiWorld.Answer withRequestId(String given) {
    return world.send(
        RequestHeaders.builder(GET, ENDPOINTS)
            .set("authorization", "Bearer " + world.token())
            .set("x-request-id", given)
            .build(),
        HttpData.empty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"good", "bad"})
  void grpcAnswersHaveARequestIdToo(String token) {
    var headers = new AtomicReference<Metadata>();
    var trailers = new AtomicReference<Metadata>();
    var stub =
        world
            .stub(
                WebhookEndpointServiceBlockingStub.class,
                "Bearer " + (token.equals("good") ? world.token() : token))
            .withInterceptors(MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));

    if (token.equals("good")) {
      var _ = stub.listWebhookEndpoints(ListWebhookEndpointsRequest.getDefaultInstance());
    } else {
      assertThat(
              Refusal.grpc(() ->
                      stub.listWebhookEndpoints(ListWebhookEndpointsRequest.getDefaultInstance()))
                  .code())
          .isEqualTo(Code.UNAUTHENTICATED);
    }

    Metadata seen = headers.get() == null ? trailers.get() : headers.get();
    assertThat(seen.get(REQUEST_ID)).startsWith("req_");
  }

  @Test
  void aCallIsOneLineInTheLogWithoutASecret() throws InterruptedException {
    try (Lines lines = new Lines()) {
      ApiWorld.Answer answer =
          world.rest(POST, ENDPOINTS, "{\"url\":\"http://127.0.0.1:9/hook\",\"name\":\"Logged\"}");
      String secret = answer.json().path("secret").asText();
      assertThat(secret).startsWith("whsec_");

      Map<String, String> line = lines.of(answer);

      assertThat(line)
          .containsEntry(
              "method", "ostiary.v1.webhooks.WebhookEndpointService/CreateWebhookEndpoint")
          .containsEntry("status", "OK")
          .containsEntry("environment", world.server.environmentId())
          .containsOnlyKeys("method", "status", "millis", "environment", "client", "request_id");
      assertThat(line.get("client")).startsWith("skc_");
      assertThat(line.toString()).doesNotContain(secret).doesNotContain(world.token());
    }
  }

  @Test
  void aRefusedCallIsALineToo() throws InterruptedException {
    try (Lines lines = new Lines()) {
      ApiWorld.Answer refused = world.rest(GET, ENDPOINTS, "Bearer secret-token", "");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(lines.of(refused))
          .containsEntry("status", "UNAUTHENTICATED")
          .doesNotContainKeys("client", "environment")
          .doesNotContainValue("secret-token");

      ApiWorld.Answer notFound = world.get("/nothing?token=hidden");
      assertThat(notFound.status()).isEqualTo(404);
      assertThat(lines.of(notFound))
          .containsEntry("method", "GET /nothing")
          .containsEntry("status", "404");
    }
  }

  @Test
  void ourOwnFaultShowsAnIdAndNothingElse() throws SQLException {
    try (ApiWorld broken = new ApiWorld()) {
      assertThat(broken.get(ENDPOINTS).status()).isEqualTo(200);
      try (var connection = TestDatabase.connect(broken.server.database());
          var statement = connection.createStatement()) {
        statement.execute("alter table webhook_endpoint rename to hidden_table");
      }
      var stub = broken.stub(WebhookEndpointServiceBlockingStub.class);

      ApiWorld.Answer rest = broken.get(ENDPOINTS);
      Refusal grpc =
          Refusal.grpc(
              () -> stub.listWebhookEndpoints(ListWebhookEndpointsRequest.getDefaultInstance()));

      assertThat(rest.status()).isEqualTo(500);
      assertThat(Refusal.rest(rest).code()).isEqualTo(Code.INTERNAL);
      assertThat(Refusal.rest(rest).message())
          .isEqualTo(
              "internal error; the server's log has more under request id "
                  + rest.header("x-request-id"));
      assertThat(grpc.code()).isEqualTo(Code.INTERNAL);
      assertThat(grpc.message()).matches("internal error; .* under request id req_[0-9]+");
      assertThat(rest.http().contentUtf8()).doesNotContain("relation").doesNotContain("select");
    }
  }

  /// The lines that the edge writes while this is open.
  private static final class Lines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Logger logger = (Logger) LoggerFactory.getLogger(HttpEdge.class);
    private final BlockingQueue<ILoggingEvent> written = new LinkedBlockingQueue<>();

    Lines() {
      start();
      logger.addAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
      written.add(event);
    }

    /// The line of the call that had this answer. It is written after the answer has left, so the
    /// one of an earlier call may still come first.
    Map<String, String> of(ApiWorld.Answer answer) throws InterruptedException {
      while (true) {
        ILoggingEvent event = written.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        Map<String, String> line =
            event.getKeyValuePairs().stream()
                .collect(Collectors.toMap(pair -> pair.key, pair -> String.valueOf(pair.value)));
        if (answer.header("x-request-id").equals(line.get("request_id"))) {
          assertThat(event.getLevel()).isEqualTo(Level.INFO);
          assertThat(event.getMessage()).isEqualTo("call served");
          return line;
        }
      }
    }

    @Override
    public void close() {
      logger.detachAppender(this);
    }
  }
}
