package dev.ostiary.platform.id;

/// A key that signs tokens; its text form is the `kid`.
public record SigningKeyId(long number) implements Id {
  public SigningKeyId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static SigningKeyId parse(String field, String text) {
    return new SigningKeyId(IdKind.SIGNING_KEY.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.SIGNING_KEY.text(number);
  }
}
