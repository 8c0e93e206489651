package dev.ostiary.platform.id;

/// A person who operates an environment.
public record OperatorId(long number) implements Id {
  public OperatorId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static OperatorId parse(String field, String text) {
    return new OperatorId(IdKind.OPERATOR.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.OPERATOR.text(number);
  }
}
