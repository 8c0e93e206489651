package dev.ostiary.platform.id;

/// A session of a browser; its text form is the `sid` of the tokens it led to.
public record SessionId(long number) implements Id {
  public SessionId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static SessionId parse(String field, String text) {
    return new SessionId(IdKind.SESSION.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.SESSION.text(number);
  }
}
