package dev.ostiary.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectUriTest {
  private static final Map<String, String> ACME =
      Map.of("org_slug", "acme", "external_id", "cust-7", "plan_name", "../admin");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://app.example.com/callback",
        "https://app.example.com",
        "https://app.example.com:8443/a/b;c=1/~d",
        "http://localhost:3000/auth/callback",
        "http://127.0.0.1:49152/",
        "http://[::1]:8080/callback",
        "https://*.example.com/callback",
        "http://*.localhost/callback",
        "https://{{org_slug}}.app.example.com/callback",
        "https://app.example.com/{{external_id}}/callback",
        "com.example.app:/oauth/callback",
        "myapp://callback"
      })
  void theFormsOfTheContractAreAccepted(String text) {
    assertThat(new RedirectUri(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "callback",
        "//app.example.com/callback",
        "https://app.example.com/callback?next=1",
        "https://app.example.com/callback#top",
        "https:///callback",
        "https://user@app.example.com/callback",
        "https://user:password@app.example.com/callback",
        "https://app.example.com\\@evil.example/callback",
        "https://app.example.com/a/../callback",
        "https://app.example.com/a/./callback",
        "https://app example.com/callback",
        "https://app.example.com/call\u00e4back",
        "https://app.example.com/\ncallback",
        "HTTPS://app.example.com/callback",
        "https://*/callback",
        "https://*.com/callback",
        "https://*.{{org_slug}}.com/callback",
        "https://app.*.example.com/callback",
        "https://app*.example.com/callback",
        "https://**.example.com/callback",
        "https://app.example.com/*",
        "https://{{org_slug}}/callback",
        "https://app.{{org_slug}}/callback",
        "https://x{{org_slug}}.example.com/callback",
        "https://app.example.com/x{{org_slug}}",
        "https://app.example.com/{{ORG}}",
        "https://app.example.com/{{a}}",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "myapp://{{org_slug}}"
      })
  void nothingElseIs(String text) {
    assertThatThrownBy(() -> new RedirectUri(text)).isInstanceOf(Problem.class);
  }

  @Test
  void itHasAtMost256Characters() {
    String longest = "https://app.example.com/" + "a".repeat(232);

    assertThat(new RedirectUri(longest).text()).hasSize(256);
    assertThatThrownBy(() -> new RedirectUri(longest + "a"))
        .hasMessage("redirect_uri: found 257 characters, expected at most 256");
  }

  @ParameterizedTest
  @CsvSource({
    "WEB, https://app.example.com/cb, true",
    "WEB, https://{{org_slug}}.example.com/cb, true",
    "WEB, http://app.example.com/cb, false",
    "WEB, http://localhost/cb, false",
    "WEB, https://*.example.com/cb, false",
    "WEB, myapp://cb, false",
    "SPA, http://localhost/cb, false",
    "NATIVE, myapp://cb, true",
    "NATIVE, http://127.0.0.1:8976/cb, true",
    "NATIVE, http://app.example.com/cb, false",
    "NATIVE, https://*.example.com/cb, false"
  })
  void productionIsStricterThanDevelopment(ClientType type, String text, boolean allowed) {
    assertThat(new RedirectUri(text).productionFault(type).isEmpty()).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "https://app.example.com/cb, https://app.example.com/cb, true",
    "https://app.example.com/cb, https://app.example.com/cb/, false",
    "https://app.example.com/cb, https://APP.example.com/cb, false",
    "https://app.example.com/cb, https://app.example.com:443/cb, false",
    "https://app.example.com/cb, https://app.example.com/cb?a=b, false",
    "https://app.example.com/cb, https://app.example.com.evil.example/cb, false",
    "https://*.example.com/cb, https://pr-7.example.com/cb, true",
    "https://*.example.com/cb, https://example.com/cb, false",
    "https://*.example.com/cb, https://a.b.example.com/cb, false",
    "https://*.example.com/cb, https://evil.example/.example.com/cb, false",
    "https://*.example.com/cb, https://user@x.example.com/cb, false",
    "https://*.example.com/cb, https://*.example.com/cb, false",
    "https://{{org_slug}}.example.com/cb, https://acme.example.com/cb, true",
    "https://{{org_slug}}.example.com/cb, https://other.example.com/cb, false",
    "https://{{org_slug}}.example.com/cb, https://{{org_slug}}.example.com/cb, false",
    "https://example.com/{{external_id}}/cb, https://example.com/cust-7/cb, true",
    "https://example.com/{{plan_name}}/cb, https://example.com/../admin/cb, false",
    "https://example.com/{{unknown}}/cb, https://example.com//cb, false"
  })
  void aRequestMatchesCharacterByCharacter(String registered, String requested, boolean matches) {
    assertThat(new RedirectUri(registered).matches(requested, ACME)).isEqualTo(matches);
  }

  @Test
  void aTemplateMatchesNothingWhileThereIsNoOrganization() {
    assertThat(
            new RedirectUri("https://{{org_slug}}.example.com/cb")
                .matches("https://acme.example.com/cb", Map.of()))
        .isFalse();
  }
}
