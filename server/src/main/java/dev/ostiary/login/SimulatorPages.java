package dev.ostiary.login;

import java.util.Objects;

/// The pages of the simulator.
final class SimulatorPages {
  private SimulatorPages() {}

  static NextStep form(Login login, Parameters parameters) {
    String handle = parameters.find("handle").orElse("");
    String email =
        parameters.find("login_hint").filter(hint -> hint.contains("@")).orElse("ada@example.com");
    return PageFrame.page(
        200,
        "Identity provider simulator",
        """
        <p>This stands in for the identity provider of %s. Whoever you say you are, you are.</p>
        <form method="post">
        <input type="hidden" name="handle" value="%s">
        <label>E-mail <input name="email" value="%s" autofocus></label>
        <label>Given name <input name="given_name" value="Ada"></label>
        <label>Family name <input name="family_name" value="Lovelace"></label>
        <label>Groups, divided by commas <input name="groups"></label>
        <label>More attributes, each on a line: name=value
        <textarea name="attributes" rows="3"></textarea></label>
        <button name="outcome" value="sign_in">Sign in</button>
        <p>Or let it fail:
        <button name="outcome" value="invalid_credentials">wrong password</button>
        <button name="outcome" value="user_not_found">unknown person</button>
        <button name="outcome" value="server_error">server error</button></p>
        </form>
        """
            .formatted(
                Html.text(Objects.requireNonNull(login.target()).connection().toString()),
                Html.text(handle),
                Html.text(email)));
  }
}
