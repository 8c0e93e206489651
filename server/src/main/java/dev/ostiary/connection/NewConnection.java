package dev.ostiary.connection;

import org.jspecify.annotations.Nullable;

/// What a caller says of a connection to be made.
///
/// @param provider null when `providerKey` names it instead
/// @param providerKey free text; empty for the provider's name
public record NewConnection(
    ConnectionType type,
    @Nullable ConnectionProvider provider,
    String providerKey,
    @Nullable String keyId) {

  public static NewConnection of(ConnectionProvider provider, ConnectionType type) {
    return new NewConnection(type, provider, "", null);
  }
}
