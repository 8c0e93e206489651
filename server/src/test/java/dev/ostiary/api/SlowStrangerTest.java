package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ostiary.platform.Json;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Changes that are to be made once, or on a condition, and that wait for an identity provider:
/// they keep nothing from anybody while they wait.
class SlowStrangerTest {
  private static final String ORGANIZATIONS = "/api/v1/organizations";

  /// The fewest that the server can be given.
  private static final int POOL = 2;

  private static final int CALLS = 3 * POOL;

  private static ApiWorld world;

  private final Semaphore asked = new Semaphore(0);
  private final CountDownLatch answering = new CountDownLatch(1);
  private HttpServer provider;

  @BeforeAll
  static void startServer() {
    world = new ApiWorld(Map.of("OSTIARY_DATABASE_POOL", String.valueOf(POOL)));
  }

  @AfterAll
  static void stopServer() {
    world.close();
  }

  @BeforeEach
  void startProvider() throws IOException {
    provider = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
    provider.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    provider.createContext("/", this::answer);
    provider.start();
  }

  @AfterEach
  void stopProvider() {
    answering.countDown();
    provider.stop(0);
  }

  /// Says nothing until it may, and then what it is: a provider of its own at every path.
  private void answer(HttpExchange exchange) throws IOException {
    asked.release();
    try (exchange) {
      answering.await();
      String tenant = exchange.getRequestURI().getPath().split("/", -1)[1];
      byte[] body =
          Json.bytes(
              Json.object()
                  .put("issuer", issuer(tenant))
                  .put("authorization_endpoint", issuer("authorize"))
                  .put("token_endpoint", issuer("token"))
                  .put("jwks_uri", issuer("jwks")));
      exchange.getResponseHeaders().set("content-type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String issuer(String tenant) {
    return "http://127.0.0.1:" + provider.getAddress().getPort() + "/" + tenant;
  }

  private static String id(String path, String object, String body) {
    return world.rest(POST, path, body).json().path(object).path("id").asText();
  }

  private static String connection() {
    String organization =
        ORGANIZATIONS + "/" + id(ORGANIZATIONS, "organization", "{\"display_name\":\"Acme\"}");
    String body = "{\"provider\":\"OKTA\",\"type\":\"OIDC\"}";
    return organization + "/connections/" + id(organization + "/connections", "connection", body);
  }

  private record Call(HttpMethod method, String path, String body) {}

  private static ApiWorld.Answer send(Call call, String header, String value) {
    return world.send(
        RequestHeaders.builder(call.method, call.path)
            .set("authorization", "Bearer " + world.token())
            .set(header, value)
            .contentType(MediaType.JSON)
            .build(),
        HttpData.ofUtf8(call.body));
  }

  private String configuration(String tenant) {
    return "{\"provider\":\"OKTA\",\"type\":\"OIDC\",\"oidc_config\":{\"issuer\":\"%s\"}}"
        .formatted(issuer(tenant));
  }

  @Test
  void whoeverWaitsForAProviderKeepsNoDatabaseConnection() throws InterruptedException {
    List<Call> wanted = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      wanted.add(new Call(PATCH, connection(), configuration("tenant-" + i)));
    }
    List<String> versions =
        wanted.stream().map(call -> world.get(call.path).header("etag")).toList();

    List<CompletableFuture<ApiWorld.Answer>> calls =
        IntStream.range(0, CALLS)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(
                    () ->
                        i % 2 == 0
                            ? send(wanted.get(i), "idempotency-key", "key-" + i)
                            : send(wanted.get(i), "if-match", versions.get(i)),
                    Executors.newVirtualThreadPerTaskExecutor()))
            .toList();
    assertThat(asked.tryAcquire(CALLS, 30, TimeUnit.SECONDS)).isTrue();
    ApiWorld.Answer meanwhile = world.rest(POST, ORGANIZATIONS, "{\"display_name\":\"Swift\"}");
    answering.countDown();

    assertThat(meanwhile.status()).isEqualTo(200);
    // Had some of them waited for the others, the first would have given up by now.
    assertThat(calls)
        .extracting(CompletableFuture::join)
        .allSatisfy(
            answer -> assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200));
  }

  @Test
  void aCallThatIsRepeatedAsksNobodyAgain() {
    answering.countDown();
    Call call = new Call(PATCH, connection(), configuration("tenant"));
    ApiWorld.Answer first = send(call, "idempotency-key", "once");
    ApiWorld.Answer again = send(call, "idempotency-key", "once");

    assertThat(first.status()).as(first.http().contentUtf8()).isEqualTo(200);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.header("idempotency-replayed")).isEqualTo("true");
    assertThat(asked.availablePermits()).isEqualTo(1);
  }

  @Test
  void allThatAskFirstAreMadeOnceToo() {
    answering.countDown();
    String connection = connection();
    String organization = connection.substring(0, connection.indexOf("/connections"));
    String id = connection.substring(connection.lastIndexOf('/') + 1);
    String domain =
        organization
            + "/domains/"
            + id(organization + "/domains", "domain", "{\"domain\":\"acme.example\"}");
    String endpoints = "/api/v1/webhooks/endpoints";
    String url = "\"url\":\"http://127.0.0.1:9/hook\"";
    String endpoint = endpoints + "/" + id(endpoints, "endpoint", "{\"name\":\"A\"," + url + "}");

    for (Call call :
        List.of(
            new Call(PATCH, connection, configuration("tenant")),
            new Call(PATCH, "/api/v1/connections/" + id, configuration("other")),
            new Call(PATCH, domain + ":verify", ""),
            new Call(POST, endpoints, "{\"name\":\"B\"," + url + "}"),
            new Call(PATCH, endpoint, "{" + url + "}"))) {
      ApiWorld.Answer first = send(call, "idempotency-key", call.path);
      ApiWorld.Answer again = send(call, "idempotency-key", call.path);

      assertThat(first.status()).as(first.http().contentUtf8()).isEqualTo(200);
      assertThat(again.http().contentUtf8()).isEqualTo(first.http().contentUtf8());
      assertThat(again.header("idempotency-replayed")).isEqualTo("true");
    }
  }

  @Test
  void thoseThatAskFirstAreCallsThatThereAre() {
    assertThat(
            ApiRoutes.all().stream()
                .map(route -> route.rpc().getService().getFullName() + "/" + route.rpc().getName())
                .filter(RpcTraits::asksFirst)
                .distinct())
        .hasSize(5);
  }
}
