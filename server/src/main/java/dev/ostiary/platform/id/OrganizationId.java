package dev.ostiary.platform.id;

/// A customer of the app.
public record OrganizationId(long number) implements Id {
  public OrganizationId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static OrganizationId parse(String field, String text) {
    return new OrganizationId(IdKind.ORGANIZATION.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.ORGANIZATION.text(number);
  }
}
