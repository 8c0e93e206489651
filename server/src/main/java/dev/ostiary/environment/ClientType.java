package dev.ostiary.environment;

import dev.ostiary.platform.Problem;
import java.util.Locale;

/// What sort of program a client is, which says whether it can keep a secret (RFC 6749, section
/// 2.1).
public enum ClientType {
  /// An app with a backend.
  WEB,
  /// An app that runs in the browser.
  SPA,
  /// A program on a person's device, a command line included.
  NATIVE;

  /// Whether its code is in the hands of those who use it: it has no secret and proves with PKCE
  /// alone that a code is its own.
  public boolean isPublic() {
    return this != WEB;
  }

  /// Reads the contract's `client_type`, in which it leaves the names open; ours, in any case.
  public static ClientType parse(String text) {
    for (ClientType type : values()) {
      if (type.name().equals(text.toUpperCase(Locale.ROOT))) {
        return type;
      }
    }
    throw Problem.invalid("client_type", "expected WEB, SPA or NATIVE");
  }
}
