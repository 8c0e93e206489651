package dev.ostiary.platform.id;

/// An SSO connection of an organization.
public record ConnectionId(long number) implements Id {
  public ConnectionId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static ConnectionId parse(String field, String text) {
    return new ConnectionId(IdKind.CONNECTION.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.CONNECTION.text(number);
  }
}
