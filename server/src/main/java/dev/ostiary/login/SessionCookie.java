package dev.ostiary.login;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.CookieBuilder;
import dev.ostiary.environment.Environment;
import dev.ostiary.platform.Secret;
import java.util.Map;
import java.util.Optional;

/// The cookie by which a browser is known again. `Lax`: it comes along when a person follows a link
/// to us, and not when another site's page loads something from us.
final class SessionCookie {
  private SessionCookie() {}

  /// Lasts as long as the browser runs; the session itself ends earlier.
  static Cookie keep(Environment environment, Secret value) {
    return cookie(environment, value.reveal()).build();
  }

  static Cookie forget(Environment environment) {
    return cookie(environment, "").maxAge(0).build();
  }

  static Optional<Secret> find(Environment environment, Map<String, String> cookies) {
    return Optional.ofNullable(cookies.get(name(environment)))
        .filter(value -> value.matches("[A-Za-z0-9_-]{43}"))
        .map(Secret::new);
  }

  private static CookieBuilder cookie(Environment environment, String value) {
    return Cookie.secureBuilder(name(environment), value)
        .secure(isSecure(environment))
        .path("/")
        .sameSite("Lax");
  }

  private static String name(Environment environment) {
    return isSecure(environment) ? "__Host-session" : "session";
  }

  private static boolean isSecure(Environment environment) {
    return environment.url().getScheme().equals("https");
  }
}
