package dev.ostiary.platform.id;

/// One secret of an API client.
public record ClientSecretId(long number) implements Id {
  public ClientSecretId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static ClientSecretId parse(String field, String text) {
    return new ClientSecretId(IdKind.CLIENT_SECRET.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.CLIENT_SECRET.text(number);
  }
}
