package dev.ostiary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import dev.ostiary.protocol.oidc.Pkce;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.Browser.Page;
import java.util.LinkedHashMap;
import java.util.Map;

/// An app whose people sign in through the server: the address that it sends browsers to, and what
/// it makes of the code that they bring back.
///
/// @param callback its redirect URI
record TestApp(TestServer server, String callback) {
  private static final String VERIFIER = "a-verifier-of-43-characters-or-more-is-enough";

  /// The server's first client, which from now on has this redirect URI.
  static TestApp at(String callback, TestServer server) {
    ObjectNode client = Json.object();
    client.putArray("post_login_uris").add(callback);
    server.rest().patch("/api/v1/clients/" + server.clientId(), client);
    return new TestApp(server, callback);
  }

  /// @param more parameters of the request, beside the usual ones
  String authorize(String connection, Map<String, String> more) {
    Map<String, String> request = new LinkedHashMap<>();
    request.put("response_type", "code");
    request.put("client_id", server.clientId());
    request.put("redirect_uri", callback);
    request.put("scope", "openid profile email");
    request.put("state", "the app's state");
    request.put("nonce", "the app's nonce");
    request.put("code_challenge", Pkce.challenge(new Secret(VERIFIER)));
    request.put("code_challenge_method", Pkce.METHOD);
    request.put("connection_id", connection);
    request.putAll(more);
    return server.url() + "/oauth/authorize?" + Browser.encode(request);
  }

  String authorize(String connection) {
    return authorize(connection, Map.of());
  }

  /// Redeems the code that a browser brings, and checks the ID token as a relying party must.
  ///
  /// @param answer what the browser brings, its address with the parameters
  /// @return the claims of the ID token
  ObjectNode signIn(Map<String, String> answer) {
    assertThat(answer).containsKey("code").containsEntry("state", "the app's state");
    Page page =
        new Browser()
            .post(
                server.plainUrl() + "/oauth/token",
                Map.of(
                    "grant_type",
                    "authorization_code",
                    "code",
                    answer.get("code"),
                    "redirect_uri",
                    callback,
                    "code_verifier",
                    VERIFIER,
                    "client_id",
                    server.clientId(),
                    "client_secret",
                    server.clientSecret()));
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    ObjectNode claims = verified(Json.parseObject(page.body()).path("id_token").asText());
    assertThat(claims.path("iss").asText()).isEqualTo(server.url().toString());
    assertThat(claims.path("nonce").asText()).isEqualTo("the app's nonce");
    return claims;
  }

  /// The claims of a token of the server, whose signature it checks.
  ObjectNode verified(String idToken) {
    try {
      SignedJWT token = SignedJWT.parse(idToken);
      JWKSet keys = JWKSet.parse(new Browser().get(server.plainUrl() + "/keys").body());
      assertThat(
              token.verify(
                  new RSASSAVerifier(keys.getKeyByKeyId(token.getHeader().getKeyID()).toRSAKey())))
          .isTrue();
      return Json.parseObject(token.getPayload().toString());
    } catch (java.text.ParseException | com.nimbusds.jose.JOSEException e) {
      throw new AssertionError(e);
    }
  }
}
