package dev.ostiary.platform.id;

/// A passkey of an operator.
public record PasskeyId(long number) implements Id {
  public PasskeyId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static PasskeyId parse(String field, String text) {
    return new PasskeyId(IdKind.PASSKEY.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.PASSKEY.text(number);
  }
}
