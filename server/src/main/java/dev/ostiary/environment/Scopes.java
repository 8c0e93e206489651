package dev.ostiary.environment;

import dev.ostiary.platform.Faults;
import java.util.List;
import java.util.regex.Pattern;

/// The rules for names of scopes.
final class Scopes {
  private static final int MAX_SCOPES = 50;

  /// A scope token of RFC 6749, section 3.3; its length is ours.
  private static final Pattern TOKEN = Pattern.compile("[!#-\\[\\]-~]{1,128}");

  private Scopes() {}

  static void check(Faults faults, String field, List<String> scopes) {
    if (scopes.size() > MAX_SCOPES) {
      faults.add(field, "found " + scopes.size() + ", expected at most " + MAX_SCOPES);
    }
    for (int i = 0; i < scopes.size(); i++) {
      if (!TOKEN.matcher(scopes.get(i)).matches()) {
        faults.add(
            field + "[" + i + "]",
            "expected 1 to 128 printable ASCII characters without blanks, quotes and backslashes");
      }
    }
  }
}
