package dev.ostiary.platform;

/// A text that must not be shown: it prints as dots, so that no log line, error or start-up report
/// can reveal it by accident. Only {@link #reveal()} gives the text.
public record Secret(String reveal) {
  public Secret {
    if (reveal.isEmpty()) {
      throw new IllegalArgumentException("a secret must not be empty");
    }
  }

  /// The last four characters behind a mask, as the contract shows stored secrets.
  public String masked() {
    return "********" + reveal.substring(Math.max(0, reveal.length() - 4));
  }

  @Override
  public String toString() {
    return "••••";
  }
}
