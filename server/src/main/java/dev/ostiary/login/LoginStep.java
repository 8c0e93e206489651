package dev.ostiary.login;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One thing that happened in an attempt, for those who look into it later.
///
/// @param what a short sentence for people
/// @param facts what was found, by name; never a secret
public record LoginStep(Instant time, String what, Map<String, String> facts) {
  /// A decoded message is the longest of them.
  private static final int MAX_FACT = 8000;

  public LoginStep {
    Map<String, String> copy = new LinkedHashMap<>();
    facts.forEach((name, value) -> copy.put(name, clean(value)));
    facts = Collections.unmodifiableMap(copy);
  }

  /// PostgreSQL stores no NUL in text.
  private static String clean(String value) {
    String text = value.replace("\u0000", "");
    return text.length() > MAX_FACT ? text.substring(0, MAX_FACT) + "…" : text;
  }
}
