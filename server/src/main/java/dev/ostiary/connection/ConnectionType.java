package dev.ostiary.connection;

import dev.ostiary.platform.Problem;

/// The protocol of a connection, by the contract's name. Fixed when the connection is created.
public enum ConnectionType {
  OIDC,
  SAML;

  /// Reads the contract's name; refuses those of types that an organization cannot have here.
  public static ConnectionType parse(String name) {
    return switch (name) {
      case "OIDC" -> OIDC;
      case "SAML" -> SAML;
      default -> throw Problem.invalid("type", "found " + name + ", expected OIDC or SAML");
    };
  }
}
