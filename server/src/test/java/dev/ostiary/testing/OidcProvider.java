package dev.ostiary.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ostiary.platform.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// A customer's OpenID provider on loopback, which can be told to lie. Whoever comes to it is
/// signed in at once.
public final class OidcProvider implements AutoCloseable {
  public static final String CLIENT = "ostiary-at-the-provider";

  private final HttpServer server;
  private final InstantSource clock;
  private final Map<String, Map<String, String>> requests = new ConcurrentHashMap<>();
  private final Set<String> issued = ConcurrentHashMap.newKeySet();
  private final AtomicInteger redeemed = new AtomicInteger();
  private volatile RSAKey key = newKey("first");
  private volatile Consumer<ObjectNode> claims = token -> {};
  private volatile boolean silent;
  private final CountDownLatch closed = new CountDownLatch(1);

  public OidcProvider(InstantSource clock) {
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/.well-known/openid-configuration", exchange -> answer(exchange, 200, discovery()));
    server.createContext("/token", this::token);
    server.createContext("/jwks", exchange -> answer(exchange, 200, jwks()));
    server.start();
  }

  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Changes the claims of every ID token from now on.
  public void claims(Consumer<ObjectNode> change) {
    claims = change;
  }

  /// Signs with another key from now on, and publishes that one only.
  public void rotateKey() {
    key = newKey("next");
  }

  /// Takes codes from now on and says nothing.
  public void fallSilent() {
    silent = true;
  }

  /// How many codes were presented.
  public int redeemed() {
    return redeemed.get();
  }

  /// Signs the person in who comes with this request.
  ///
  /// @return where the browser is sent back to
  public String signIn(URI request) {
    Map<String, String> parameters = Browser.parameters(request);
    String code = "code-" + requests.size();
    requests.put(code, parameters);
    return answer(parameters, Map.of("code", code, "iss", issuer()));
  }

  /// An answer to the request with other parameters.
  public static String answer(Map<String, String> request, Map<String, String> answer) {
    Map<String, String> all = new LinkedHashMap<>(answer);
    all.put("state", request.get("state"));
    return request.get("redirect_uri") + "?" + Browser.encode(all);
  }

  /// Signs the person out who comes with this request.
  ///
  /// @return where the browser is sent back to
  public String signOut(URI request) {
    Map<String, String> parameters = Browser.parameters(request);
    if (!issued.contains(parameters.get("id_token_hint"))) {
      throw new IllegalArgumentException("no ID token of ours: " + request);
    }
    return parameters.get("post_logout_redirect_uri")
        + "?"
        + Browser.encode(Map.of("state", parameters.get("state")));
  }

  private ObjectNode discovery() {
    return Json.object()
        .put("issuer", issuer())
        .put("authorization_endpoint", issuer() + "/authorize")
        .put("token_endpoint", issuer() + "/token")
        .put("jwks_uri", issuer() + "/jwks")
        .put("end_session_endpoint", issuer() + "/logout");
  }

  private void token(HttpExchange exchange) throws IOException {
    redeemed.incrementAndGet();
    if (silent) {
      waitForTheEnd();
    }
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Map<String, String> form = Browser.parameters(URI.create("http://x/?" + body));
    Map<String, String> request = requests.get(form.getOrDefault("code", ""));
    if (request == null || !form.containsKey("code_verifier")) {
      answer(exchange, 400, Json.object().put("error", "invalid_grant"));
      return;
    }
    long now = clock.instant().getEpochSecond();
    ObjectNode token =
        Json.object()
            .put("iss", issuer())
            .put("sub", "248289761001")
            .put("aud", CLIENT)
            .put("nonce", request.get("nonce"))
            .put("iat", now)
            .put("exp", now + 300)
            .put("email", "ada@example.com")
            .put("given_name", "Ada");
    claims.accept(token);
    String idToken = sign(token);
    issued.add(idToken);
    answer(
        exchange,
        200,
        Json.object()
            .put("access_token", "opaque")
            .put("token_type", "Bearer")
            .put("id_token", idToken));
  }

  private void waitForTheEnd() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String sign(ObjectNode token) {
    try {
      RSAKey signing = key;
      JWSObject jws =
          new JWSObject(
              new JWSHeader.Builder(JWSAlgorithm.RS256)
                  .type(JOSEObjectType.JWT)
                  .keyID(signing.getKeyID())
                  .build(),
              new Payload(Json.text(token)));
      jws.sign(new RSASSASigner(signing));
      return jws.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private ObjectNode jwks() {
    ObjectNode set = Json.object();
    set.putArray("keys").add(Json.parseObject(key.toPublicJWK().toJSONString()));
    return set;
  }

  private static RSAKey newKey(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode body)
      throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("content-type", "application/json");
      byte[] bytes = Json.bytes(body);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
