package dev.ostiary.token;

import dev.ostiary.platform.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.IntSupplier;

/// Deletes sessions, codes and grants whose time is over. Nothing depends on it: whoever reads them
/// looks at the time.
final class Sweep implements Runnable {
  /// Short transactions: a sign-in that wants the same page of a table hardly waits.
  private static final int BATCH = 1000;

  private final Database database;
  private final InstantSource clock;
  private final SessionStore sessions = new SessionStore();
  private final GrantStore grants = new GrantStore();

  Sweep(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void run() {
    Instant now = clock.instant();
    repeat(() -> database.transact(tx -> sessions.sweep(tx, now, BATCH)));
    repeat(() -> database.transact(tx -> sessions.sweepMessages(tx, now, BATCH)));
    repeat(() -> database.transact(tx -> grants.sweep(tx, now, BATCH)));
  }

  private static void repeat(IntSupplier batch) {
    while (batch.getAsInt() == BATCH) {
      // there may be more
    }
  }
}
