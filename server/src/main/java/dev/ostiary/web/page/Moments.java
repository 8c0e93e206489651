package dev.ostiary.web.page;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Points in time for people: how long ago in the text, exactly in the tool tip.
public final class Moments {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Moments() {}

  /// Long ago, or in how long; a dash when there is none.
  public static Html relative(@Nullable Instant time, Instant now) {
    return time == null
        ? Tags.span("–", Attributes.css("quiet"))
        : Tags.time(
            words(time, now),
            Attributes.datetime(time.toString()),
            Attributes.title(EXACT.format(time)));
  }

  public static Html exact(Instant time) {
    return Tags.time(EXACT.format(time), Attributes.datetime(time.toString()));
  }

  static String words(Instant time, Instant now) {
    Duration apart = Duration.between(time, now);
    return apart.isNegative() ? "in " + length(apart.negated()) : ago(apart, time);
  }

  private static String ago(Duration apart, Instant time) {
    if (apart.toSeconds() < 5) {
      return "just now";
    }
    return apart.toDays() > 30 ? DAY.format(time) : length(apart) + " ago";
  }

  /// In the largest unit that fits.
  public static String length(Duration duration) {
    if (duration.toDays() > 1) {
      return duration.toDays() + " days";
    }
    if (duration.toHours() > 1) {
      return duration.toHours() + " hours";
    }
    if (duration.toMinutes() > 1) {
      return duration.toMinutes() + " min";
    }
    return duration.toSeconds() + " s";
  }
}
