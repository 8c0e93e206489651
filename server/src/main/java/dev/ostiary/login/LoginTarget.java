package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.OrganizationId;

/// The connection that an attempt goes through, as it was at the time.
///
/// @param revision of the configuration that the attempt goes by
public record LoginTarget(
    OrganizationId organization,
    ConnectionId connection,
    ConnectionType type,
    ConnectionProvider provider,
    long revision) {

  static LoginTarget of(Connection connection) {
    return new LoginTarget(
        connection.organization(),
        connection.id(),
        connection.type(),
        connection.provider(),
        connection.configuration().revision());
  }
}
