package dev.ostiary.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.server.Server;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.NewConnection;
import dev.ostiary.connection.ProviderDocuments;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.ClientPolicy;
import dev.ostiary.environment.ClientSettings;
import dev.ostiary.environment.ClientType;
import dev.ostiary.environment.ClientUris;
import dev.ostiary.environment.Clients;
import dev.ostiary.environment.CreatedClient;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.environment.OrganizationClients;
import dev.ostiary.event.Cause;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.LogWriter;
import dev.ostiary.organization.NewOrganization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.outbound.AddressPolicy;
import dev.ostiary.platform.outbound.DocumentFetcher;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.protocol.oidc.Pkce;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The back channel on a real port and a real database, with a connection through which somebody
/// has just signed in as often as a test likes.
final class BackChannelWorld implements AutoCloseable {
  static final String REDIRECT = "https://app.example.com/callback";
  static final Secret VERIFIER = new Secret("verifier-of-the-app-with-enough-characters-in-it");
  static final String NONCE = "n-0S6_WzA2Mj";
  private static final Cause CAUSE = new Cause(Cause.ActorType.API_CLIENT, "skc_1", "request-1");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  final SettableClock clock = SettableClock.at("2025-10-14T09:00:00.500Z");
  final Database database = TestDatabase.fresh();
  final IdSource ids = new IdSource(clock, 1);
  final Environments environments = new Environments(database, ids);
  final ApiClients clients;
  final SigningKeys keys;
  final BackChannel backChannel;
  final Environment environment;
  final Connections connections;
  final OrganizationId organization;
  final Connection connection;

  /// A backend with a secret, another one, and a program on people's devices that has none.
  final CreatedClient app;

  final CreatedClient other;
  final ApiClient device;

  private final Organizations organizations;
  private final OutboundClient outbound =
      OutboundClient.start(new AddressPolicy(List.of(), List.of(), List::of), "test", List.of());
  private final Server server;

  BackChannelWorld() {
    SecureRandom random = new SecureRandom();
    Sealer sealer = new Sealer(MasterKey.generate(random), random);
    LogWriter writer = new LogWriter(new EventLog(database, new LogTail(database)), ids, clock);
    organizations = new Organizations(database, writer, ids);
    connections =
        new Connections(
            database,
            writer,
            organizations,
            ids,
            sealer,
            new ProviderDocuments(new DocumentFetcher(outbound), clock));
    clients = new ApiClients(database, ids, clock, new RandomText(random));
    keys = new SigningKeys(database, ids, clock, sealer, random);
    backChannel =
        BackChannel.assemble(
            new BackChannel.Tools(database, ids, clock, new RandomText(random), sealer, keys),
            environments,
            new Clients(
                clients, new OrganizationClients(database, ids, clock, new RandomText(random))),
            connections::vouchesSince);
    var builder = Server.builder().http(0);
    backChannel.endpoints().forEach(builder::service);
    server = builder.build();
    server.start().join();
    environment =
        environments.create("Test", URI.create("http://127.0.0.1:" + server.activeLocalPort()));
    organization =
        organizations.create(environment.id(), NewOrganization.named("Acme"), CAUSE).id();
    connection = newConnection();
    app = clients.create(environment.id(), "App");
    other = clients.create(environment.id(), "Other app");
    device =
        clients.create(
            environment.id(),
            new ClientSettings("Device", ClientType.NATIVE, ClientUris.NONE, ClientPolicy.DEFAULT));
  }

  Connection newConnection() {
    Connection made =
        connections.create(
            environment.id(),
            organization,
            NewConnection.of(ConnectionProvider.IDP_SIMULATOR, ConnectionType.OIDC),
            CAUSE);
    return connections.enable(environment.id(), organization, made.id(), CAUSE);
  }

  void disable(Connection which) {
    connections.disable(environment.id(), organization, which.id(), CAUSE);
  }

  void enable(Connection which) {
    connections.enable(environment.id(), organization, which.id(), CAUSE);
  }

  void delete(Connection which) {
    connections.delete(environment.id(), organization, which.id(), CAUSE);
  }

  Identity identity(Connection by) {
    return new Identity(
        by.id(),
        organization,
        "00u1abcd",
        new Profile(
            "ada@acme.example",
            true,
            Map.of("given_name", "Ada", "family_name", "Lovelace", "phone_number", "+44 20"),
            List.of("engines", "numbers")),
        Map.of("department", List.of("Analysis"), "sites", List.of("London", "Turin")),
        new Authentication(clock.instant().minusSeconds(5), "urn:mfa", List.of("pwd", "otp")),
        new UpstreamSession("upstream-1", Map.of()));
  }

  /// What the app was authorized to have in a sign-in just now.
  Authorization authorization(ApiClient client, String... scopes) {
    return authorization(client, connection, scopes);
  }

  Authorization authorization(ApiClient client, Connection by, String... scopes) {
    Identity identity = identity(by);
    Session session =
        database
            .transact(tx -> backChannel.sessions().begin(tx, environment.id(), identity, null))
            .session();
    return new Authorization(
        client.id(),
        REDIRECT,
        Pkce.challenge(VERIFIER),
        NONCE,
        List.of(scopes),
        session.id(),
        identity);
  }

  Secret code(Authorization authorization) {
    return database.transact(tx -> backChannel.codes().issue(tx, environment.id(), authorization));
  }

  Secret code(String... scopes) {
    return code(authorization(app.client(), scopes));
  }

  /// A good request for a code's tokens by the app, with an alteration.
  Map<String, String> redemption(Secret code, UnaryOperator<Map<String, String>> alteration) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code.reveal());
    form.put("redirect_uri", REDIRECT);
    form.put("code_verifier", VERIFIER.reveal());
    form.put("client_id", app.client().id().toString());
    form.put("client_secret", app.secret().reveal());
    return alteration.apply(form);
  }

  HttpResponse<String> redeem(Secret code) {
    return token(redemption(code, form -> form));
  }

  /// The tokens of a new sign-in.
  ObjectNode tokens(String... scopes) {
    return good(redeem(code(scopes)));
  }

  HttpResponse<String> refresh(String token) {
    return refresh(token, app);
  }

  HttpResponse<String> refresh(String token, CreatedClient by) {
    return token(
        Map.of(
            "grant_type",
            "refresh_token",
            "refresh_token",
            token,
            "client_id",
            by.client().id().toString(),
            "client_secret",
            by.secret().reveal()));
  }

  HttpResponse<String> token(Map<String, String> form) {
    return post("/oauth/token", form, null);
  }

  HttpResponse<String> asClient(String path, CreatedClient by, String token) {
    String pair = by.client().id() + ":" + by.secret().reveal();
    String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    return post(path, Map.of("token", token), "Basic " + basic);
  }

  ObjectNode introspect(String token) {
    return good(asClient("/oauth/introspect", app, token));
  }

  HttpResponse<String> userInfo(String token) {
    return get("/userinfo", "Bearer " + token);
  }

  HttpResponse<String> post(String path, Map<String, String> form, @Nullable String authorization) {
    String body =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encode(field.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(environment.url() + path))
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    return send(request, authorization);
  }

  HttpResponse<String> get(String path, @Nullable String authorization) {
    return send(HttpRequest.newBuilder(URI.create(environment.url() + path)), authorization);
  }

  private static HttpResponse<String> send(
      HttpRequest.Builder request, @Nullable String authorization) {
    if (authorization != null) {
      request.header("authorization", authorization);
    }
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static ObjectNode good(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    return Json.parseObject(answer.body());
  }

  static void refused(HttpResponse<String> answer, int status, String error) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("cache-control")).contains("no-store");
    assertThat(Json.parseObject(answer.body()).path("error").asText()).isEqualTo(error);
  }

  /// The claims of a token, after its signature was checked with the published keys.
  ObjectNode claims(String token) {
    return switch (OwnToken.read(token, 64 * 1024, keys)) {
      case OwnToken.Signed signed -> signed.claims();
      case OwnToken.Refused refused -> throw new AssertionError(refused.reason());
    };
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop().join();
    outbound.close();
    database.close();
  }
}
