package dev.ostiary.platform.id;

/// A machine of an organization that signs in by itself.
public record OrganizationClientId(long number) implements Id {
  public OrganizationClientId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static OrganizationClientId parse(String field, String text) {
    return new OrganizationClientId(IdKind.ORGANIZATION_CLIENT.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.ORGANIZATION_CLIENT.text(number);
  }
}
