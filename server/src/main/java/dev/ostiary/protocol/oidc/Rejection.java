package dev.ostiary.protocol.oidc;

/// Why something that an identity provider sent is not believed, for the people who have to mend
/// it.
///
/// @param found the rule and what was found instead, in plain words
/// @param remedy what to look at, and where
public record Rejection(Rule rule, String found, String remedy) {
  /// The rules, in the order in which they are applied.
  public enum Rule {
    FORM,
    TYPE,
    ALGORITHM,
    HEADER,
    KEYS_UNAVAILABLE,
    KEY,
    SIGNATURE,
    CLAIMS,
    ISSUER,
    TENANT,
    AUDIENCE,
    AUTHORIZED_PARTY,
    SUBJECT,
    TIME,
    NONCE,
    TOKEN_HASH,
    AUTHENTICATION_AGE,
    LOGOUT_EVENT
  }

  /// Whether the provider may have changed its keys since we read them.
  public boolean mayBeCuredByNewKeys() {
    return rule == Rule.KEY || rule == Rule.SIGNATURE;
  }

  /// What a stranger wrote, short enough and tame enough to be shown.
  static String shown(String text) {
    StringBuilder tame = new StringBuilder();
    text.codePoints()
        .limit(200)
        .forEach(c -> tame.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return "\"" + tame + (text.codePointCount(0, text.length()) > 200 ? "..." : "") + "\"";
  }
}
