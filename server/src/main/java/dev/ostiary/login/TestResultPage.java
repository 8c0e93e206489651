package dev.ostiary.login;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.token.Identity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a test of a connection went, for the person who made it (wire contract, section 4.4): what
/// was expected beside what came, or the rule that failed and where to mend it.
final class TestResultPage {
  /// What we want to know of everybody; the first is mandatory.
  private static final List<String> EXPECTED = List.of("email", "given_name", "family_name");

  private TestResultPage() {}

  static NextStep of(Login login, ProviderProfile received, Identity identity) {
    StringBuilder rows = new StringBuilder();
    row(rows, "subject", identity.subject());
    Map<String, String> claims = identity.profile().claims();
    for (String name : EXPECTED) {
      row(rows, name, name.equals("email") ? identity.profile().email() : claims.get(name));
    }
    claims.forEach((name, value) -> {
      if (!EXPECTED.contains(name)) {
        row(rows, name, value);
      }
    });
    if (!identity.profile().groups().isEmpty()) {
      row(rows, "groups", String.join(", ", identity.profile().groups()));
    }
    identity.attributes().forEach((name, values) -> row(rows, name, String.join(", ", values)));
    return PageFrame.page(
        200,
        "The connection works",
        """
        <p class="good">The identity provider was reached, and its answer was found good.</p>
        <p>You can close this window and go on where you came from.</p>
        <table><tr><th>we know it as</th><th>received</th></tr>
        %s</table>
        <h2>As the provider sent it</h2>
        <table>%s</table>
        <p class="facts"><code>%s</code></p>
        """
            .formatted(rows, raw(received.attributes()), login.id().testText()));
  }

  static NextStep of(Login login, RejectedAnswer rejection) {
    return PageFrame.page(
        200,
        "The connection does not work yet",
        """
        <p class="bad">The rule that failed: %s.</p>
        <p>Where to look: %s.</p>
        <p class="facts"><code>%s</code><br><code>%s</code></p>
        """
            .formatted(
                Html.text(rejection.rule()),
                Html.text(rejection.advice()),
                rejection.error().name(),
                login.id().testText()));
  }

  private static void row(StringBuilder rows, String name, @Nullable String value) {
    rows.append("<tr><td>")
        .append(Html.text(name))
        .append("</td><td>")
        .append(value == null ? "<span class=\"bad\">missing</span>" : Html.text(value))
        .append("</td></tr>\n");
  }

  private static String raw(ObjectNode attributes) {
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
      JsonNode value = attribute.getValue();
      row(rows, attribute.getKey(), value.isTextual() ? value.asText() : value.toString());
    }
    return rows.toString();
  }
}
