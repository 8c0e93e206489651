package dev.ostiary.login;

import java.util.Map;

/// The pages of signing out.
final class LogoutPages {
  private LogoutPages() {}

  /// @param request of the app, which is sent once more with the person's answer
  static NextStep ask(String action, String confirmation, Map<String, String> request) {
    StringBuilder fields = new StringBuilder();
    request.forEach((name, value) ->
        fields
            .append("<input type=\"hidden\" name=\"")
            .append(Html.text(name))
            .append("\" value=\"")
            .append(Html.text(value))
            .append("\">\n"));
    return PageFrame.page(
        200,
        "Sign out?",
        """
        <form method="post" action="%s">
        %s<button name="confirmation" value="%s">Sign out</button>
        </form>
        """
            .formatted(Html.text(action), fields, Html.text(confirmation)));
  }

  static NextStep done() {
    return PageFrame.page(200, "You are signed out", "<p>You can close this window.</p>");
  }
}
