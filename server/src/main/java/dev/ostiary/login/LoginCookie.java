package dev.ostiary.login;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.CookieBuilder;
import dev.ostiary.environment.Environment;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.id.LoginId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The cookie in which a browser keeps the secret of one attempt. Each attempt has its own, so that
/// two tabs do not disturb each other.
///
/// Over https it is `SameSite=None`, since an identity provider answers with a POST from another
/// site, and has the prefix `__Host-`, so that no neighboring host can set it. Over plain http,
/// which only a developer's machine has, browsers take neither; there it is `Lax`, and such a POST
/// is sent once more from a page of ours ({@link Repost}).
final class LoginCookie {
  private static final String PREFIX = "login-";

  /// Somebody who opens that many at a time is not a person; browsers send all of them with every
  /// request, and servers refuse long headers.
  private static final int MAX_AT_ONCE = 8;

  private LoginCookie() {}

  static Cookie keep(Environment environment, Handshake handshake) {
    return cookie(environment, handshake.id(), handshake.secret().reveal())
        .maxAge(LoginAttempts.LIFE.toSeconds())
        .build();
  }

  /// Ends it.
  static Cookie forget(Environment environment, LoginId id) {
    return cookie(environment, id, "").maxAge(0).build();
  }

  /// Ends the oldest of too many.
  static List<Cookie> forgetOldest(Environment environment, Map<String, String> cookies) {
    String prefix = name(environment, "");
    return cookies.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .flatMap(name -> id(name.substring(prefix.length())).stream())
        .sorted(Comparator.comparingLong(LoginId::number).reversed())
        .skip(MAX_AT_ONCE - 1L)
        .map(id -> forget(environment, id))
        .toList();
  }

  /// What this browser keeps of an attempt.
  static Optional<Handshake> find(
      Environment environment, LoginId id, Map<String, String> cookies) {
    return Optional.ofNullable(cookies.get(name(environment, String.valueOf(id.number()))))
        .filter(value -> value.matches("[A-Za-z0-9_-]{43}"))
        .map(value -> new Handshake(id, new Secret(value)));
  }

  private static Optional<LoginId> id(String number) {
    try {
      return Optional.of(LoginId.parse("cookie", "req_" + number));
    } catch (Problem notOurs) {
      return Optional.empty();
    }
  }

  private static CookieBuilder cookie(Environment environment, LoginId id, String value) {
    boolean https = isSecure(environment);
    return Cookie.secureBuilder(name(environment, String.valueOf(id.number())), value)
        .secure(https)
        .path("/")
        .sameSite(https ? "None" : "Lax");
  }

  private static String name(Environment environment, String number) {
    return (isSecure(environment) ? "__Host-" : "") + PREFIX + number;
  }

  private static boolean isSecure(Environment environment) {
    return environment.url().getScheme().equals("https");
  }
}
