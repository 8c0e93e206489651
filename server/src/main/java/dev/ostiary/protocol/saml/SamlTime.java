package dev.ostiary.protocol.saml;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;

/// The times of SAML messages: `xs:dateTime` in UTC, written with a Z (SAML 2.0 Core, section
/// 1.3.3). Java's own reading is wider: it takes 24:00:00, leap seconds and year 292278994.
final class SamlTime {
  private static final Pattern FORM =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?Z");

  private SamlTime() {}

  static Instant parse(String what, String text) throws RuleBroken {
    try {
      if (FORM.matcher(text).matches()) {
        return Instant.parse(text);
      }
    } catch (DateTimeException e) {
      // there is no such day; refused below
    }
    throw new RuleBroken(
        Rule.TIME,
        "found "
            + what
            + "=\""
            + Elements.shown(text)
            + "\", expected a time in UTC such as 2030-01-31T12:00:00Z");
  }
}
