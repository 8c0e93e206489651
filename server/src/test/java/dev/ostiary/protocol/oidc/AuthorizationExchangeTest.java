package dev.ostiary.protocol.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.protocol.oidc.AuthorizationRequest.Wishes;
import dev.ostiary.protocol.oidc.AuthorizationResponse.Code;
import dev.ostiary.protocol.oidc.AuthorizationResponse.Malformed;
import dev.ostiary.protocol.oidc.AuthorizationResponse.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The way to the provider and back, as URLs.
class AuthorizationExchangeTest {
  @Test
  void aRequestHoldsWhatBindsTheAnswerToIt() {
    String url =
        new AuthorizationRequest(
                "https://idp.example.com/authorize",
                "client id",
                "https://us.example.com/callback",
                List.of("openid", "email"),
                "s&1",
                "n=1",
                "challenge",
                new Wishes("login", "ada+x@example.com", 300L, "urn:mfa", "de"))
            .url();

    assertThat(url)
        .isEqualTo(
            "https://idp.example.com/authorize?response_type=code&client_id=client%20id"
                + "&redirect_uri=https%3A%2F%2Fus.example.com%2Fcallback&scope=openid%20email"
                + "&state=s%261&nonce=n%3D1&code_challenge=challenge&code_challenge_method=S256"
                + "&prompt=login&login_hint=ada%2Bx%40example.com&max_age=300"
                + "&acr_values=urn%3Amfa&ui_locales=de");
  }

  @Test
  void theProvidersOwnQueryIsKeptAndWhatIsNotWantedIsNotSent() {
    String url =
        new AuthorizationRequest(
                "https://idp.example.com/authorize?p=policy",
                "c",
                "https://us.example.com/cb",
                List.of("openid"),
                "s",
                "n",
                null,
                Wishes.NONE)
            .url();

    assertThat(url)
        .isEqualTo(
            "https://idp.example.com/authorize?p=policy&response_type=code&client_id=c"
                + "&redirect_uri=https%3A%2F%2Fus.example.com%2Fcb&scope=openid&state=s&nonce=n");
  }

  @Test
  void aCodeAndARefusalAreRead() {
    assertThat(read("state=s&code=c&session_state=x")).isEqualTo(new Code("s", "c", null));
    assertThat(read("state=s&code=c&iss=https://idp")).isEqualTo(new Code("s", "c", "https://idp"));
    assertThat(read("state=s&error=access_denied"))
        .isEqualTo(new Refused("s", "access_denied", null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "code=c",
        "state=&code=c",
        "state=s",
        "state=s&code=",
        "state=s&code=c&error=e",
        "state=s&state=s&code=c",
        "state=s&code=c&code=d",
        "state=s&code=c&iss=a&iss=b",
        "state=s&error=a&error=b",
        "state=s&code=c&response=jarm",
        "state=s&code=c&id_token=x",
        "state=s&code=c&access_token=x"
      })
  void anythingElseIsMalformed(String query) {
    assertThat(read(query)).isInstanceOf(Malformed.class);
  }

  @Test
  void aGiantCodeIsMalformedAndADescriptionIsTamed() {
    assertThat(read("state=s&code=" + "c".repeat(5000))).isInstanceOf(Malformed.class);
    assertThat(
            AuthorizationResponse.read(
                Map.of(
                    "state", List.of("s"),
                    "error", List.of("<script>"),
                    "error_description", List.of("a\r\nSet-Cookie: x\u0000" + "y".repeat(5000)))))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.error()).isEqualTo("<script>");
              assertThat(refused.description())
                  .startsWith("a??Set-Cookie: x?yy")
                  .hasSizeLessThan(310);
            });
  }

  @Test
  void anotherProviderCannotAnswerInItsPlace() {
    assertThat(AuthorizationResponse.isFrom("https://a", "https://a", true)).isTrue();
    assertThat(AuthorizationResponse.isFrom("https://a", null, false)).isTrue();
    assertThat(AuthorizationResponse.isFrom("https://a", null, true)).isFalse();
    assertThat(AuthorizationResponse.isFrom("https://a", "https://b", false)).isFalse();
    assertThat(AuthorizationResponse.isFrom("https://a", "https://a/", false)).isFalse();
  }

  private static AuthorizationResponse read(String query) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters
            .computeIfAbsent(pair.substring(0, equals), name -> new ArrayList<>())
            .add(pair.substring(equals + 1));
      }
    }
    return AuthorizationResponse.read(parameters);
  }
}
