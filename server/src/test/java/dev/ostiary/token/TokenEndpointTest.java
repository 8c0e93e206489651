package dev.ostiary.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.server.Server;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.Clients;
import dev.ostiary.environment.CreatedClient;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.environment.OrganizationClients;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The token endpoint through the real HTTP server: clients, and the grant that is theirs alone.
class TokenEndpointTest {
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final SettableClock CLOCK = SettableClock.at("2025-10-14T09:00:00Z");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static Database database;
  private static Server server;
  private static Environment environment;
  private static AccessTokens tokens;
  private static CreatedClient client;
  private static CreatedClient foreign;

  @BeforeAll
  static void start() {
    SecureRandom random = new SecureRandom();
    database = TestDatabase.fresh();
    IdSource ids = new IdSource(CLOCK, 1);
    Environments environments = new Environments(database, ids);
    ApiClients clients = new ApiClients(database, ids, CLOCK, new RandomText(random));
    Sealer sealer = new Sealer(MasterKey.generate(random), random);
    SigningKeys keys = new SigningKeys(database, ids, CLOCK, sealer, random);
    BackChannel backChannel =
        BackChannel.assemble(
            new BackChannel.Tools(database, ids, CLOCK, new RandomText(random), sealer, keys),
            environments,
            new Clients(
                clients, new OrganizationClients(database, ids, CLOCK, new RandomText(random))),
            (tx, anywhere, connection, time) -> () -> false);
    tokens = backChannel.tokens();
    var builder = Server.builder().http(0);
    backChannel.endpoints().forEach(builder::service);
    server = builder.build();
    server.start().join();
    environment =
        environments.create("Test", URI.create("http://127.0.0.1:" + server.activeLocalPort()));
    Environment other = environments.create("Other", URI.create("https://other.example.com"));
    client = clients.create(environment.id(), "backend");
    foreign = clients.create(other.id(), "backend");
  }

  @AfterAll
  static void stop() {
    server.stop().join();
    database.close();
  }

  @Test
  void secretInTheFormGivesAToken() throws Exception {
    HttpResponse<String> answer = post(form(client));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    assertThat(answer.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/json");
    ObjectNode body = Json.parseObject(answer.body());
    assertThat(body.fieldNames())
        .toIterable()
        .containsExactly("access_token", "token_type", "expires_in", "scope");
    assertThat(body.path("token_type").asText()).isEqualTo("Bearer");
    assertThat(body.path("expires_in").isIntegralNumber()).isTrue();
    assertThat(body.path("expires_in").asInt()).isEqualTo(86399);
    assertThat(body.path("scope").asText()).isEqualTo("openid");
    assertThat(tokens.verify(environment.id(), body.path("access_token").asText()))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void secretInTheHeaderGivesAToken() throws Exception {
    HttpResponse<String> answer =
        post("grant_type=client_credentials&scope=openid", FORM, basic(client), "");

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void aCharsetAndAnUnknownParameterDoNoHarm() throws Exception {
    HttpResponse<String> answer =
        post(form(client) + "&audience=x&empty=", FORM + "; charset=UTF-8", "", "");

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void everyWrongClientGetsTheSameAnswer() throws Exception {
    String id = client.client().id().toString();
    HttpResponse<String> wrongSecret =
        post("grant_type=client_credentials&client_id=" + id + "&client_secret=test_wrong");
    for (String body :
        new String[] {
          "grant_type=client_credentials&client_id=skc_7&client_secret=test_wrong",
          "grant_type=client_credentials&client_id=nonsense&client_secret=test_wrong",
          "grant_type=client_credentials&client_id=" + id,
          "grant_type=client_credentials",
          form(foreign)
        }) {
      HttpResponse<String> answer = post(body);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).isEqualTo(wrongSecret.body());
    }
    assertRefused(wrongSecret, 401, "invalid_client");
    assertThat(wrongSecret.headers().firstValue("www-authenticate").orElseThrow())
        .startsWith("Basic ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Bearer abc", "Basic", "Basic !!!", "Basic YWJj", "Basic OnNlY3JldA=="})
  void aWrongHeaderIsNoProof(String header) throws Exception {
    assertRefused(post("grant_type=client_credentials", FORM, header, ""), 401, "invalid_client");
  }

  @Test
  void bothWaysAtOnceAreRefused() throws Exception {
    assertRefused(post(form(client), FORM, basic(client), ""), 400, "invalid_request");
    assertRefused(
        post("grant_type=client_credentials&client_id=skc_7", FORM, basic(client), ""),
        400,
        "invalid_request");
  }

  @Test
  void aSecretInTheUrlIsRefused() throws Exception {
    assertRefused(
        post("grant_type=client_credentials", FORM, "", "?" + form(client)),
        400,
        "invalid_request");
  }

  @ParameterizedTest
  @CsvSource({
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
  })
  void otherContentIsRefused(String type) throws Exception {
    assertRefused(post(form(client), type, "", ""), 400, "invalid_request");
  }

  @Test
  void malformedFormsAreRefused() throws Exception {
    assertRefused(post(form(client) + "&scope=a&scope=b"), 400, "invalid_request");
    assertRefused(post(form(client) + "&grant_type=client_credentials"), 400, "invalid_request");
    assertRefused(post(form(client) + "&scope=%zz"), 400, "invalid_request");
    assertRefused(post(form(client) + "&scope=%4"), 400, "invalid_request");
    assertRefused(post(form(client) + "&scope=%ff%fe"), 400, "invalid_request");
    assertRefused(post(""), 401, "invalid_client");
    assertRefused(post(form(client).replace("grant_type", "other")), 400, "invalid_request");
  }

  @Test
  void anotherGrantIsUnsupported() throws Exception {
    assertRefused(
        post(form(client).replace("client_credentials", "password")),
        400,
        "unsupported_grant_type");
    assertRefused(
        post(form(foreign).replace("client_credentials", "password")), 401, "invalid_client");
  }

  @Test
  void aBodyWithoutEndIsCutOff() throws Exception {
    assertThat(post(form(client) + "&pad=" + "x".repeat(20_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void otherMethodsAreNotAllowed() throws Exception {
    assertThat(get(environment.url() + "/oauth/token").statusCode()).isEqualTo(405);
  }

  @Test
  void anotherHostIsNoEnvironment() throws Exception {
    String url = "http://localhost:" + server.activeLocalPort();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/oauth/token"))
            .header("content-type", FORM)
            .POST(BodyPublishers.ofString(form(client)))
            .build();

    assertRefused(HTTP.send(request, BodyHandlers.ofString()), 404, "invalid_request");
    assertThat(get(url + "/keys").statusCode()).isEqualTo(404);
  }

  private static String form(CreatedClient client) {
    return "grant_type=client_credentials&client_id="
        + client.client().id()
        + "&client_secret="
        + client.secret().reveal();
  }

  private static String basic(CreatedClient client) {
    String pair = client.client().id() + ":" + client.secret().reveal();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
  }

  private static HttpResponse<String> post(String body) throws IOException, InterruptedException {
    return post(body, FORM, "", "");
  }

  private static HttpResponse<String> post(
      String body, String type, String authorization, String query)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(environment.url() + "/oauth/token" + query))
            .header("content-type", type)
            .POST(BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("authorization", authorization);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  private static void assertRefused(HttpResponse<String> answer, int status, String error) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    ObjectNode body = Json.parseObject(answer.body());
    assertThat(body.path("error").asText()).isEqualTo(error);
    assertThat(body.path("error_description").asText()).isNotEmpty();
  }
}
