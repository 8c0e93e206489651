package dev.ostiary.platform.id;

/// A token that an app has made for the customers of its own API.
public record ApiTokenId(long number) implements Id {
  public ApiTokenId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static ApiTokenId parse(String field, String text) {
    return new ApiTokenId(IdKind.API_TOKEN.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.API_TOKEN.text(number);
  }
}
