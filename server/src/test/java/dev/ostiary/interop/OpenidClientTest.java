package dev.ostiary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A certified relying party, npm's openid-client, as the app: whatever it accepts it has checked
/// by the standards.
class OpenidClientTest {
  @Test
  void aCertifiedRelyingPartySignsAPersonInAndOut() {
    try (TestServer server = TestServer.start()) {
      String connection = server.playground();

      JsonNode facts =
          Json.parseObject(
              NodeProgram.installed()
                  .run(
                      "openid.mjs",
                      Map.of(
                          "ISSUER",
                          server.url().toString(),
                          "CLIENT_ID",
                          server.clientId(),
                          "CLIENT_SECRET",
                          server.clientSecret(),
                          "CONNECTION_ID",
                          connection,
                          "REDIRECT_URI",
                          "http://localhost:3000/callback",
                          "POST_LOGOUT_URI",
                          "http://localhost:3000")));

      JsonNode claims = facts.path("claims");
      assertThat(claims.path("sub").asText()).isEqualTo(connection + ";ada@example.com");
      assertThat(claims.path("amr").path(0).asText()).isEqualTo(connection);
      assertThat(claims.path("aud").path(0).asText()).isEqualTo(server.clientId());
      assertThat(claims.path("email_verified").booleanValue()).isTrue();
      assertThat(facts.path("email").asText()).isEqualTo("ada@example.com");
      assertThat(facts.path("rotated").booleanValue()).isTrue();
      assertThat(facts.path("active").booleanValue()).isTrue();
      assertThat(facts.path("activeAfterRevocation").booleanValue()).isFalse();
      assertThat(facts.path("afterwards").asText()).isEqualTo("login_required");
      assertThat(facts.path("backAt").asText()).isEqualTo("http://localhost:3000?state=bye");
    }
  }
}
