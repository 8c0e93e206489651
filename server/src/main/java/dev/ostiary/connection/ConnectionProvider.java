package dev.ostiary.connection;

import java.util.Arrays;
import java.util.Optional;

/// Whose identity provider it is, by the contract's names. It changes nothing but hints for people,
/// save for the simulator, which is ours and needs no configuration.
public enum ConnectionProvider {
  OKTA,
  GOOGLE,
  MICROSOFT_AD,
  AUTH0,
  ONELOGIN,
  PING_IDENTITY,
  JUMPCLOUD,
  CUSTOM,
  GITHUB,
  GITLAB,
  LINKEDIN,
  SALESFORCE,
  MICROSOFT,
  IDP_SIMULATOR,
  SCALEKIT,
  ADFS;

  public static Optional<ConnectionProvider> find(String name) {
    return Arrays.stream(values()).filter(provider -> provider.name().equals(name)).findFirst();
  }
}
