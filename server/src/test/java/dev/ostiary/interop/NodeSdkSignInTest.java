package dev.ostiary.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A person signs in to an app that uses the vendor's SDK, from the address that it builds to the
/// tokens that it checks.
class NodeSdkSignInTest {
  private static final String CALLBACK = "http://localhost:3000/callback";

  @Test
  void theSdkSignsSomebodyIn() {
    try (TestServer server = TestServer.start()) {
      String connection = server.playground();
      JsonNode facts =
          Json.parseObject(
              NodeProgram.installed()
                  .run(
                      "sign-in.mjs",
                      Map.of(
                          "SCALEKIT_ENVIRONMENT_URL", server.url().toString(),
                          "SCALEKIT_CLIENT_ID", server.clientId(),
                          "SCALEKIT_CLIENT_SECRET", server.clientSecret(),
                          "REDIRECT_URI", CALLBACK,
                          "CONNECTION_ID", connection)));

      assertThat(facts.path("callback").asText()).isEqualTo(CALLBACK);
      assertThat(facts.path("state").asText()).isEqualTo("from the app");
      JsonNode user = facts.path("user");
      assertThat(user.path("id").asText()).isEqualTo(connection + ";ada@example.com");
      assertThat(user.path("email").asText()).isEqualTo("ada@example.com");
      assertThat(user.path("emailVerified").asBoolean()).isTrue();
      assertThat(user.path("givenName").asText()).isEqualTo("Ada");
      JsonNode claims = facts.path("idToken");
      assertThat(claims.path("iss").asText()).isEqualTo(server.url().toString());
      assertThat(claims.path("aud").get(0).asText()).isEqualTo(server.clientId());
      assertThat(claims.path("amr").get(0).asText()).isEqualTo(connection);
      assertThat(claims.path("oid").asText()).startsWith("org_");
      assertThat(claims.path("sid").asText()).startsWith("ses_");
      assertThat(facts.path("accessToken").path("sub")).isEqualTo(claims.path("sub"));
      assertThat(facts.path("again").path("refused").asText())
          .as("a code is good once")
          .isNotEmpty();
    }
  }
}
