package dev.ostiary.platform.id;

/// An API client of an environment.
public record ClientId(long number) implements Id {
  public ClientId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static ClientId parse(String field, String text) {
    return new ClientId(IdKind.CLIENT.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.CLIENT.text(number);
  }
}
