package dev.ostiary.platform.id;

/// A link that opens the portal of an organization.
public record PortalLinkId(long number) implements Id {
  public PortalLinkId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static PortalLinkId parse(String field, String text) {
    return new PortalLinkId(IdKind.PORTAL_LINK.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.PORTAL_LINK.text(number);
  }
}
