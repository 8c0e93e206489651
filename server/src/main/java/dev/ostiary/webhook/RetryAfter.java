package dev.ostiary.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// The Retry-After header of an answer (RFC 9110, section 10.2.3): seconds, or a date.
final class RetryAfter {
  /// More digits than this are no number of seconds that anybody means.
  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /// The wait that the header asks for; null when it is absent, malformed or in the past.
  static @Nullable Duration read(@Nullable String header, Instant now) {
    if (header == null || header.isBlank()) {
      return null;
    }
    String text = header.strip();
    if (text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return until.isAfter(now) ? Duration.between(now, until) : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
