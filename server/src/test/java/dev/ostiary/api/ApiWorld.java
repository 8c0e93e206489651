package dev.ostiary.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.app.TestServer;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.token.AccessTokens;
import dev.ostiary.token.SigningKeys;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// A server with two environments, seen from outside: real gRPC stubs, real HTTP.
final class ApiWorld implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();

  final TestServer server;
  private final MasterKey masterKey = MasterKey.generate(RANDOM);
  private final Database database;
  private final IdSource ids = new IdSource(InstantSource.system(), IdSource.MAX_MACHINE);
  private final WebClient web;
  private final EnvironmentId otherEnvironment;
  private final String token;

  ApiWorld() {
    this(Map.of());
  }

  /// @param settings beside the usual ones
  ApiWorld(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("OSTIARY_MASTER_KEY", masterKey.text().reveal());
    server = TestServer.start(all);
    database = Database.open(server.database());
    web = WebClient.of(server.url());
    otherEnvironment =
        new Environments(database, ids).create("Other", URI.create("https://other.example")).id();
    token = tokenOf(database, EnvironmentId.parse("env", server.environmentId()), Instant.now());
  }

  /// A token of the server's first environment.
  String token() {
    return token;
  }

  /// A good token of the other environment on the same server.
  String otherToken() {
    String other = tokenOf(database, otherEnvironment, Instant.now());
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    // Its key was made behind the server's back, which looks for new keys once a second.
    while (rest(HttpMethod.GET, "/api/v1/organizations", "Bearer " + other, "").status() != 200) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
    return other;
  }

  /// A token of the first environment that was good until yesterday.
  String expiredToken() {
    return tokenOf(
        database,
        EnvironmentId.parse("env", server.environmentId()),
        Instant.now().minus(Duration.ofDays(2)));
  }

  /// A token that is good on a server of its own, which this one has never heard of.
  String foreignToken() {
    try (Database elsewhere = TestDatabase.fresh()) {
      EnvironmentId environment =
          new Environments(elsewhere, ids).create("Elsewhere", server.url()).id();
      return tokenOf(elsewhere, environment, Instant.now());
    }
  }

  private String tokenOf(Database where, EnvironmentId environment, Instant issued) {
    SettableClock clock = new SettableClock(issued);
    ApiClients clients = new ApiClients(where, ids, clock, new RandomText(RANDOM));
    return new AccessTokens(
            // The keys are those of today, whatever the time on the token.
            new SigningKeys(
                where, ids, InstantSource.system(), new Sealer(masterKey, RANDOM), RANDOM),
            new Environments(where, ids),
            clients,
            ids,
            clock)
        .issue(clients.create(environment, "Test").client())
        .token()
        .reveal();
  }

  /// A blocking stub that sends the first environment's token.
  <S> S stub(Class<S> type) {
    return stub(type, "Bearer " + token);
  }

  /// A blocking stub that sends an `authorization` header as it is; none when that is empty.
  <S> S stub(Class<S> type, String authorization) {
    var builder = GrpcClients.builder("gproto+" + server.url() + "/");
    if (!authorization.isEmpty()) {
      builder.setHeader(HttpHeaderNames.AUTHORIZATION, authorization);
    }
    return builder.maxResponseLength(0).build(type);
  }

  /// An answer over REST.
  record Answer(AggregatedHttpResponse http) {
    int status() {
      return http.status().code();
    }

    ObjectNode json() {
      return Json.parseObject(http.contentUtf8());
    }

    String header(String name) {
      return http.headers().get(name, "");
    }
  }

  Answer get(String path) {
    return rest(HttpMethod.GET, path, "");
  }

  Answer rest(HttpMethod method, String path, String body) {
    return rest(method, path, "Bearer " + token, body);
  }

  Answer rest(HttpMethod method, String path, String authorization, String body) {
    var head = RequestHeaders.builder(method, path);
    if (!authorization.isEmpty()) {
      head.set(HttpHeaderNames.AUTHORIZATION, authorization);
    }
    if (!body.isEmpty()) {
      head.contentType(MediaType.JSON);
    }
    return send(head.build(), HttpData.ofUtf8(body));
  }

  Answer send(RequestHeaders head, HttpData body) {
    return new Answer(web.execute(HttpRequest.of(head, body)).aggregate().join());
  }

  Database database() {
    return database;
  }

  @Override
  public void close() {
    database.close();
    server.close();
  }
}
