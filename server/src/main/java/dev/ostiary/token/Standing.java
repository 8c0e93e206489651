package dev.ostiary.token;

import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;

/// Whether a connection still vouches for the people who signed in through it: it is there, and it
/// is enabled.
@FunctionalInterface
public interface Standing {
  boolean stands(Tx tx, EnvironmentId environment, ConnectionId connection);
}
