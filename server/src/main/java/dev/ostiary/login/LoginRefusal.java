package dev.ostiary.login;

import java.util.LinkedHashMap;
import java.util.Map;

/// A sign-in cannot go on. Thrown wherever that is found; what the browser is shown or the app is
/// told is decided once, by whoever knows whether there is a redirect URI that may be trusted.
///
/// The description is read by people and stands in URLs: it never repeats what a stranger wrote.
/// The facts go into the record alone.
final class LoginRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final LoginError error;
  private final LinkedHashMap<String, String> facts = new LinkedHashMap<>();

  LoginRefusal(LoginError error, String description) {
    super(description, null, false, false);
    this.error = error;
  }

  LoginRefusal with(String fact, String value) {
    facts.put(fact, value);
    return this;
  }

  LoginError error() {
    return error;
  }

  String description() {
    return String.valueOf(getMessage());
  }

  Map<String, String> facts() {
    return Map.copyOf(facts);
  }

  Login.Failure failure() {
    return new Login.Failure(error, description());
  }
}
