package dev.ostiary.organization;

import dev.ostiary.platform.Faults;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long the sessions of an organization's people may last (wire contract, section 1.1). An app
/// that keeps sessions asks for it; we keep none of people.
///
/// @param custom false for what holds for the whole app; then the rest is absent
/// @param absolute from sign-in to the end
/// @param idleEnabled whether a session ends when it is not used
/// @param idle without use to the end
public record SessionPolicy(
    boolean custom,
    @Nullable Duration absolute,
    @Nullable Boolean idleEnabled,
    @Nullable Duration idle) {
  /// What holds where an organization has nothing of its own (wire contract, section 5.3).
  public static final Duration APPLICATION_ABSOLUTE = Duration.ofDays(30);

  public static final Duration APPLICATION_IDLE = Duration.ofDays(7);

  static final SessionPolicy APPLICATION = new SessionPolicy(false, null, null, null);

  private static final Duration MIN = Duration.ofMinutes(1);
  private static final Duration MAX = Duration.ofDays(365);

  public SessionPolicy {
    if (!custom) {
      absolute = null;
      idleEnabled = null;
      idle = null;
    }
    Faults faults = new Faults();
    check(faults, "absolute_session_timeout", absolute);
    check(faults, "idle_session_timeout", idle);
    if (absolute != null && idle != null && idle.compareTo(absolute) > 0) {
      faults.add("idle_session_timeout", "expected no more than absolute_session_timeout");
    }
    faults.refuse();
  }

  private static void check(Faults faults, String field, @Nullable Duration value) {
    if (value != null && (value.compareTo(MIN) < 0 || value.compareTo(MAX) > 0)) {
      faults.add(field, "found " + value.toMinutes() + " minutes, expected 1 to 525600");
    }
  }
}
