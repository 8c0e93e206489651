package dev.ostiary.app.bench.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.Server;
import dev.ostiary.app.bench.measure.RsaKey;
import dev.ostiary.platform.Json;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/// As much of an OpenID provider as a sign-in meets: a person who comes is known already, a code
/// gives an ID token that is really signed, and the keys can be had. It keeps nothing: the nonce of
/// the request is the code.
final class OpenIdProvider implements AutoCloseable {
  private static final String CLIENT = "bench";
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final RsaKey key = RsaKey.generate();
  private final Server server;

  OpenIdProvider() {
    server =
        Server.builder()
            .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .service("/jwks", (ctx, request) -> json(keys()))
            .service(
                "/token",
                (ctx, request) -> HttpResponse.of(request.aggregate().thenApply(this::token)))
            .build();
    server.start().join();
  }

  private String issuer() {
    return "http://127.0.0.1:" + server.activeLocalPort();
  }

  /// What a connection must know of it.
  ObjectNode configuration() {
    return Json.object()
        .put("client_id", CLIENT)
        .put("client_secret", "bench-secret")
        .put("issuer", issuer())
        .put("authorize_uri", issuer() + "/authorize")
        .put("token_uri", issuer() + "/token")
        .put("jwks_uri", issuer() + "/jwks");
  }

  /// Signs in the person who comes with a request.
  ///
  /// @return where the browser is sent back to
  String signIn(QueryParams request) {
    return request.get("redirect_uri")
        + "?"
        + QueryParams.of(
                "code", request.get("nonce"), "state", request.get("state"), "iss", issuer())
            .toQueryString();
  }

  private HttpResponse token(AggregatedHttpRequest request) {
    String nonce = QueryParams.fromQueryString(request.contentUtf8()).get("code", "");
    long now = Instant.now().getEpochSecond();
    ObjectNode claims =
        Json.object()
            .put("iss", issuer())
            .put("sub", "person-" + nonce.hashCode())
            .put("aud", CLIENT)
            .put("nonce", nonce)
            .put("iat", now)
            .put("exp", now + LIFE.toSeconds())
            .put("email", "ada@example.com")
            .put("given_name", "Ada")
            .put("family_name", "Lovelace");
    return json(
        Json.object()
            .put("access_token", "opaque")
            .put("token_type", "Bearer")
            .put("id_token", signed(claims)));
  }

  private String signed(ObjectNode claims) {
    String content =
        encoded(Json.object().put("alg", "RS256").put("kid", "1")) + "." + encoded(claims);
    return content
        + "."
        + BASE64.encodeToString(key.sign(content.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String encoded(ObjectNode json) {
    return BASE64.encodeToString(Json.bytes(json));
  }

  private ObjectNode keys() {
    RSAPublicKey rsa = (RSAPublicKey) key.pair().getPublic();
    ObjectNode set = Json.object();
    set.putArray("keys")
        .addObject()
        .put("kty", "RSA")
        .put("kid", "1")
        .put("alg", "RS256")
        .put("use", "sig")
        .put("n", unsigned(rsa.getModulus()))
        .put("e", unsigned(rsa.getPublicExponent()));
    return set;
  }

  /// Without the byte that says that it is positive (RFC 7518, section 2).
  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return BASE64.encodeToString(
        bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
  }

  private static HttpResponse json(ObjectNode body) {
    return HttpResponse.of(HttpStatus.OK, MediaType.JSON, HttpData.wrap(Json.bytes(body)));
  }

  @Override
  public void close() {
    server.stop().join();
  }
}
