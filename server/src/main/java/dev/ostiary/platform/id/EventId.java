package dev.ostiary.platform.id;

/// An event; its text form is also the `webhook-id` of every delivery of it.
public record EventId(long number) implements Id {
  public EventId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static EventId parse(String field, String text) {
    return new EventId(IdKind.EVENT.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.EVENT.text(number);
  }
}
