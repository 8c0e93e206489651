package dev.ostiary.protocol.oidc;

/// Texts of an error that a stranger sent, made fit for a page, a redirect and a log.
final class OAuthError {
  /// A sentence or two.
  private static final int MAX_LENGTH = 300;

  private OAuthError() {}

  /// Keeps what RFC 6749, section 4.1.2.1 allows, on one line.
  static String tame(String text) {
    StringBuilder tame = new StringBuilder();
    text.chars()
        .limit(MAX_LENGTH)
        .forEach(c -> {
          boolean allowed = c >= ' ' && c <= '~' && c != '"' && c != '\\';
          tame.append(allowed ? (char) c : '?');
        });
    return tame + (text.length() > MAX_LENGTH ? "..." : "");
  }
}
