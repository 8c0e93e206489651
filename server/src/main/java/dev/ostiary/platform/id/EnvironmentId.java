package dev.ostiary.platform.id;

/// The tenant. It comes first in every argument list and in every `where`.
public record EnvironmentId(long number) implements Id {
  public EnvironmentId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static EnvironmentId parse(String field, String text) {
    return new EnvironmentId(IdKind.ENVIRONMENT.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.ENVIRONMENT.text(number);
  }
}
