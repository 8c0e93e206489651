package dev.ostiary.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.ostiary.platform.Problem;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.params.provider.CsvSource;

/// A redirect URI is registered by one person and asked for by another: whatever the two write, a
/// browser goes where the first one meant.
class RedirectUriFuzzTest {
  private static final Map<String, String> ORGANIZATION =
      Map.of("org_slug", "acme", "external_id", "a.b", "region", "../x");

  @CsvSource({
    "https://app.example.com/callback, https://app.example.com/callback",
    "https://*.example.com/callback, https://evil.example.com/callback",
    "https://{{org_slug}}.example.com/{{external_id}}/cb, https://acme.example.com/a.b/cb",
    "http://127.0.0.1:3000/callback, http://127.0.0.1:3000/callback%2f@evil.test",
    "com.example.app:/callback, com.example.app:/callback",
    "https://[::1]/, https://[::1]/..;/"
  })
  @FuzzTest(maxDuration = "2m")
  void whatMatchesIsTheSamePlace(@NotNull String registered, @NotNull String requested) {
    RedirectUri uri;
    try {
      uri = new RedirectUri(registered);
    } catch (Problem refused) {
      assertThat(refused).hasMessageNotContaining("Exception");
      return;
    }
    if (!uri.matches(requested, ORGANIZATION)) {
      return;
    }
    // What was asked for could have been registered itself: it has no user name, query or fragment.
    String asked = new RedirectUri(requested).text();
    if (!registered.contains("*") && !registered.contains("{")) {
      assertThat(asked).isEqualTo(registered);
    } else if (registered.contains("*") && !registered.contains("{")) {
      String site = registered.substring(registered.indexOf('*') + 1).split("[/:]", 2)[0];
      assertThat(URI.create(asked).getHost()).endsWith(site);
    }
  }
}
