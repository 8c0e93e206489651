package dev.ostiary.environment;

/// What the owners of an environment choose for all of it.
///
/// @param testFirst whether a customer's IT admin can put a configuration to use only when a test
///   of it went well
public record EnvironmentSettings(Branding branding, boolean testFirst) {
  /// As long as nobody has chosen.
  public static final EnvironmentSettings DEFAULT = new EnvironmentSettings(Branding.NONE, true);
}
