package dev.ostiary.platform.crypto;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Seals every secret in the database anew with the newest master key, so that the others can be
/// thrown away. The server may run meanwhile, since it opens with all of its keys. Each batch is a
/// transaction of its own: stopped at any point, it leaves every secret sealed with one of the
/// keys, and goes on when it is started again.
public final class MasterKeyRotation {
  /// So few that nobody waits noticeably for a row of the batch.
  private static final int BATCH = 200;

  private final Database database;
  private final List<SealedColumn> columns;
  private final InstantSource clock;
  private final SecureRandom random;

  public MasterKeyRotation(
      Database database, List<SealedColumn> columns, InstantSource clock, SecureRandom random) {
    this.database = database;
    this.columns = List.copyOf(columns);
    this.clock = clock;
    this.random = random;
  }

  /// Checks that every secret was sealed with one of these keys.
  ///
  /// @throws Problem FAILED_PRECONDITION that names the keys that are missing
  public void check(MasterKeys keys) {
    database.run(tx -> check(tx, keys));
  }

  /// Checks that no node runs, so that a new key can be made that none of them has.
  ///
  /// @throws Problem FAILED_PRECONDITION that names the nodes that run
  public void requireNoNode() {
    database.run(tx -> MasterKeyRegister.requireNoNode(tx, clock.instant()));
  }

  /// Seals everything with the newest key.
  ///
  /// @return how many values were sealed anew
  /// @throws Problem FAILED_PRECONDITION when a secret cannot be opened with any of the keys, or a
  ///   running node seals with another; in the first case nothing was changed
  public long run(MasterKeys keys) {
    check(keys);
    String newest = keys.newest().id();
    database.run(tx -> MasterKeyRegister.begin(tx, newest, clock.instant()));
    Sealer sealer = new Sealer(keys, random);
    long total = 0;
    for (SealedColumn column : columns) {
      total += reseal(column, newest, sealer);
    }
    database.run(tx -> {
      MasterKeyRegister.lock(tx, newest, clock.instant());
      check(tx, MasterKeys.only(keys.newest()));
      MasterKeyRegister.end(tx, newest);
    });
    return total;
  }

  private long reseal(SealedColumn column, String newest, Sealer sealer) {
    long total = 0;
    int done;
    do {
      done = database.transact(tx -> column.resealFree(tx, newest, sealer, BATCH));
      if (done == 0) {
        // What is left is locked; with nothing locked of our own we may wait for it.
        done = database.transact(tx -> column.resealOne(tx, newest, sealer));
      }
      total += done;
    } while (done > 0);
    return total;
  }

  private void check(Tx tx, MasterKeys keys) {
    List<String> ids = keys.ids();
    for (SealedColumn column : columns) {
      for (Map.Entry<String, Long> count : column.countByKey(tx).entrySet()) {
        if (!ids.contains(count.getKey())) {
          throw Problem.precondition(
              count.getValue()
                  + " secrets in "
                  + column.table()
                  + " are sealed with master key "
                  + count.getKey()
                  + ", which is not among those given: "
                  + String.join(", ", ids)
                  + "; give it in OSTIARY_MASTER_KEYS_ACCEPTED and try again");
        }
      }
    }
  }
}
