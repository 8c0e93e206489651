package dev.ostiary.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page that sends a form on by itself.
class FormPageTest {
  /// Language, charset, method, action, and three attributes of each of two fields.
  private static final int QUOTED = 4 + 2 * 3;

  private static final String HOSTILE = "\"><script>alert(1)</script><input name='x' value='&quot;";

  /// A browser runs the script only when its hash is that of the policy.
  @Test
  void thePolicyLetsItsOneScriptRunAndNoOther() {
    String html = FormPage.html(new NextStep.FormPost("https://idp.example.com/sso", Map.of()));
    Matcher script = Pattern.compile("<script>(.*)</script>").matcher(html);
    assertThat(script.find()).isTrue();
    byte[] hash = Digests.sha256(script.group(1).getBytes(StandardCharsets.UTF_8));

    assertThat(FormPage.CSP)
        .startsWith("default-src 'none'; ")
        .endsWith("script-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'")
        .doesNotContain("unsafe");
    assertThat(script.find()).isFalse();
  }

  @Test
  void nothingBreaksOutOfAField() {
    NextStep.FormPost form =
        new NextStep.FormPost(
            "https://idp.example.com/sso?a=" + HOSTILE,
            Map.of("RelayState", HOSTILE, HOSTILE, "v"));

    String html = FormPage.html(form);

    assertThat(html).doesNotContain("<script>alert").doesNotContain("<input name='x'");
    assertThat(html.split("\"", -1)).as("the page's own quotes alone").hasSize(2 * QUOTED + 1);
  }
}
