package dev.ostiary.login;

import dev.ostiary.platform.id.LoginId;
import java.time.Duration;

/// The pages that people meet on their way when it cannot go on by itself.
final class LoginPages {
  private LoginPages() {}

  static NextStep refused(LoginId id, LoginRefusal refusal) {
    return PageFrame.page(
        400,
        "You cannot be signed in",
        """
        <p>%s</p>
        <p>Go back to the app and start again. If it happens once more, give your administrator
        these two lines:</p>
        <p class="facts"><code>%s</code><br><code>%s</code></p>
        """
            .formatted(Html.text(refusal.description()), refusal.error().name(), id.errorText()));
  }

  static NextStep later(Duration wait) {
    long seconds = wait.plusMillis(999).toSeconds(); // who comes too early is refused again
    return new NextStep.Wait(
        seconds,
        PageFrame.page(
            429,
            "One moment, please",
            """
            <p>Too many messages of an identity provider that could not be accepted have come from
            where you are, or for this connection. Wait %s, then go back to the app and start
            again.</p>
            """
                .formatted(seconds == 1 ? "a second" : seconds + " seconds")));
  }

  static NextStep noEnvironment() {
    return PageFrame.page(
        404,
        "Nobody lives here",
        "<p>There is no environment at this address. Check the address that the app was given.</p>");
  }

  static NextStep unavailable() {
    return PageFrame.page(
        503,
        "One moment, please",
        "<p>The sign-in service cannot reach its database. Nothing is lost: try again shortly.</p>");
  }

  static NextStep broken(String requestId) {
    return PageFrame.page(
        500,
        "Something went wrong here",
        "<p>It is not your fault. Your administrator finds what happened under this id:</p>"
            + "<p class=\"facts\"><code>%s</code></p>".formatted(Html.text(requestId)));
  }
}
