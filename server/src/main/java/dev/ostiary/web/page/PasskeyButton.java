package dev.ostiary.web.page;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.data;
import static dev.ostiary.web.page.Attributes.name;
import static dev.ostiary.web.page.Attributes.role;
import static dev.ostiary.web.page.Attributes.type;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.p;

import java.util.List;

/// The end of a form that is sent with a passkey's answer: the button, and the fields that the
/// page's script fills. Only a script can ask for a passkey, so without one it says so instead.
public final class PasskeyButton {
  private PasskeyButton() {}

  /// Makes a passkey.
  ///
  /// @param challenge the path that gives the options for the browser
  public static Html toRegister(String label, String challenge) {
    return html(label, challenge, List.of("clientDataJSON", "attestationObject"));
  }

  /// Uses a passkey.
  ///
  /// @param challenge the path that gives the options for the browser
  public static Html toSignIn(String label, String challenge) {
    return html(
        label,
        challenge,
        List.of("rawId", "userHandle", "clientDataJSON", "authenticatorData", "signature"));
  }

  private static Html html(String label, String challenge, List<String> members) {
    return Html.all(
        Html.each(members, member -> Tags.input(type("hidden"), name(member), data("member", ""))),
        p(
            "Passkeys need JavaScript, which is off in this browser. A link works without.",
            css("unscripted")),
        button(label, type("button"), css("main"), data("passkey", challenge)),
        p(css("fault"), role("alert")),
        Shell.code(Assets.Asset.PASSKEY));
  }
}
