package dev.ostiary.protocol.webauthn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What browsers are asked for, and at which addresses.
class RelyingPartyTest {
  private static final RelyingParty PARTY =
      RelyingParty.at(URI.create("https://auth.example.com:8443")).orElseThrow();

  @ParameterizedTest
  @CsvSource({
    "https://auth.example.com, auth.example.com",
    "https://auth.example.com:8443, auth.example.com",
    "https://intranet, intranet",
    "https://10.example.com, 10.example.com",
    "http://localhost:8080, localhost",
    "http://ostiary.localhost, ostiary.localhost"
  })
  void aNamedHostInASecureContextHasPasskeys(String url, String id) {
    assertThat(RelyingParty.at(URI.create(url))).contains(new RelyingParty(id, url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://192.0.2.7",
        "https://[2001:db8::1]:8443",
        "http://127.0.0.1:8080",
        "http://[::1]:8080",
        "http://auth.example.com"
      })
  void anAddressOrPlainHttpHasNone(String url) {
    assertThat(RelyingParty.at(URI.create(url))).isEmpty();
  }

  @Test
  void aNewPasskeyIsAskedForThatNeedsNoUserName() {
    ObjectNode options =
        PARTY.creation(
            "Here",
            new RelyingParty.User(new byte[] {1, 2, 3}, "Ada"),
            new byte[] {4, 5, 6},
            Duration.ofMinutes(5),
            List.of(new byte[] {7, 8, 9}));

    assertThat(options.path("rp")).hasToString("{\"id\":\"auth.example.com\",\"name\":\"Here\"}");
    assertThat(options.path("user"))
        .hasToString("{\"id\":\"AQID\",\"name\":\"Ada\",\"displayName\":\"Ada\"}");
    assertThat(options.path("challenge").asText()).isEqualTo("BAUG");
    assertThat(options.path("timeout").asInt()).isEqualTo(300_000);
    assertThat(options.path("attestation").asText()).isEqualTo("none");
    assertThat(options.path("authenticatorSelection").path("residentKey").asText())
        .isEqualTo("required");
    assertThat(options.path("authenticatorSelection").path("userVerification").asText())
        .isEqualTo("required");
    assertThat(options.path("excludeCredentials"))
        .hasToString("[{\"type\":\"public-key\",\"id\":\"BwgJ\"}]");
    assertThat(options.path("pubKeyCredParams").findValuesAsText("alg"))
        .containsExactly("-7", "-8", "-257");
  }

  @Test
  void anyPasskeyIsAskedForToSignIn() {
    assertThat(PARTY.request(new byte[] {4, 5, 6}, Duration.ofMinutes(5)))
        .hasToString(
            "{\"challenge\":\"BAUG\",\"timeout\":300000,\"rpId\":\"auth.example.com\","
                + "\"userVerification\":\"required\"}");
  }
}
