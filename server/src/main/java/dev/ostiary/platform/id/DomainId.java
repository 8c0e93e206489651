package dev.ostiary.platform.id;

/// A domain of an organization.
public record DomainId(long number) implements Id {
  public DomainId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static DomainId parse(String field, String text) {
    return new DomainId(IdKind.DOMAIN.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.DOMAIN.text(number);
  }
}
