package dev.ostiary.platform.id;

/// A replay of events to a webhook endpoint.
public record ReplayId(long number) implements Id {
  public ReplayId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static ReplayId parse(String field, String text) {
    return new ReplayId(IdKind.REPLAY.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.REPLAY.text(number);
  }
}
