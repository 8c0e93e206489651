package dev.ostiary.connection;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A partial change of what is known of an identity provider: what is null stays as it is, an empty
/// text clears.
public sealed interface SettingsChange permits OidcChange, SamlChange {

  /// The addresses in it that this server itself sends requests to, by their fields. Those that
  /// only browsers are sent to may be anywhere.
  Map<String, String> calledUrls();

  /// Those of the pairs of field and address that are given.
  ///
  /// @param pairs a field, its address or null, and so on
  static Map<String, String> given(@Nullable String... pairs) {
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      String url = pairs[i + 1];
      if (url != null && !url.isBlank()) {
        given.put(String.valueOf(pairs[i]), url.strip());
      }
    }
    return given;
  }

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
