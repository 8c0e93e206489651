package dev.ostiary.connection;

import org.jspecify.annotations.Nullable;

/// A partial change of what is known of an identity provider: what is null stays as it is, an empty
/// text clears.
public sealed interface SettingsChange permits OidcChange, SamlChange {

  /// The value of a text after the change. Blanks around it are a paste that went a little too far.
  static @Nullable String text(@Nullable String wanted, @Nullable String present) {
    if (wanted == null) {
      return present;
    }
    String stripped = wanted.strip();
    return stripped.isEmpty() ? null : stripped;
  }

  static boolean isGiven(@Nullable String wanted) {
    return wanted != null && !wanted.isBlank();
  }

  static <T> T value(@Nullable T wanted, T present) {
    return wanted == null ? present : wanted;
  }
}
