package dev.ostiary.login;

import dev.ostiary.platform.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/// The page that sends a form on at once; a button does it where there is no script.
final class FormPage {
  private static final String SCRIPT = "document.forms[0].submit()";

  /// The script above and no other may run. Where the form may go is not restricted: browsers apply
  /// that to every redirect behind it as well, and those are the receiver's.
  static final String CSP =
      "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; script-src 'sha256-"
          + Base64.getEncoder()
              .encodeToString(Digests.sha256(SCRIPT.getBytes(StandardCharsets.UTF_8)))
          + "'";

  private FormPage() {}

  static String html(NextStep.FormPost form) {
    StringBuilder fields = new StringBuilder();
    for (Map.Entry<String, String> field : form.fields().entrySet()) {
      fields
          .append("<input type=\"hidden\" name=\"")
          .append(Html.text(field.getKey()))
          .append("\" value=\"")
          .append(Html.text(field.getValue()))
          .append("\">\n");
    }
    return """
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><title>One moment</title></head>
    <body>
    <form method="post" action="%s">
    %s<noscript><button>Continue</button></noscript>
    </form>
    <script>%s</script>
    </body>
    </html>
    """
        .formatted(Html.text(form.action()), fields, SCRIPT);
  }
}
