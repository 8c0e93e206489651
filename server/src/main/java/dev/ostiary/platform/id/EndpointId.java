package dev.ostiary.platform.id;

/// A webhook endpoint.
public record EndpointId(long number) implements Id {
  public EndpointId {
    Id.requirePositive(number);
  }

  /// Reads the text form that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static EndpointId parse(String field, String text) {
    return new EndpointId(IdKind.ENDPOINT.parse(field, text));
  }

  @Override
  public String toString() {
    return IdKind.ENDPOINT.text(number);
  }
}
