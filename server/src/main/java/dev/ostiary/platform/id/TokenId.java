package dev.ostiary.platform.id;

/// An access token; its text form is the `jti`.
public record TokenId(long number) implements Id {
  public TokenId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static TokenId parse(String field, String text) {
    return new TokenId(IdKind.TOKEN.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.TOKEN.text(number);
  }
}
