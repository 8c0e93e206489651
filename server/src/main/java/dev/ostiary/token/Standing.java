package dev.ostiary.token;

import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Instant;

/// Whether a connection still vouches for whoever signed in through it at `time`: it is there, and
/// has been enabled ever since.
@FunctionalInterface
public interface Standing {
  Asked<Boolean> stands(Tx tx, EnvironmentId environment, ConnectionId connection, Instant time);
}
