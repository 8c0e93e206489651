package dev.ostiary.environment;

import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.IdSource;
import java.time.InstantSource;

/// The people of an environment and what they did, put together.
public record Staff(
    Operators operators, OperatorSessions sessions, Passkeys passkeys, AuditLog audit) {
  public static Staff assemble(
      Database database, IdSource ids, InstantSource clock, Sealer sealer, RandomText random) {
    OperatorStore store = new OperatorStore();
    Operators operators = new Operators(database, ids, store);
    OperatorSessions sessions =
        new OperatorSessions(database, operators, store, sealer, random, clock);
    return new Staff(
        operators,
        sessions,
        new Passkeys(database, sessions, ids, sealer, random, clock),
        new AuditLog(database, clock));
  }
}
