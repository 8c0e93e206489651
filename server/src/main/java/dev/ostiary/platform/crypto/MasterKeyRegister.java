package dev.ostiary.platform.crypto;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.NodeLease;
import dev.ostiary.platform.database.Sql;
import dev.ostiary.platform.database.Tx;
import java.time.Instant;
import java.util.List;

/// What the database knows of master keys: which ones something may be sealed with, and which ones
/// each running node has. It keeps a node from starting that could not open what is there, or that
/// would seal what another node cannot open.
public final class MasterKeyRegister {
  /// Whoever changes the register does so alone; reading goes on.
  private static final String LOCK = "lock table master_key in share row exclusive mode";

  private static final String IN_USE = "select id from master_key order by id";

  private static final String ADD =
      "insert into master_key (id) values (:id) on conflict do nothing";

  private static final String KEEP_ONLY = "delete from master_key where id <> :id";

  private static final String SAY =
      "update node set master_keys = :keys where machine_id = :machine";

  /// Other nodes only: a node that comes back after a crash finds its own row. One that has only
  /// just begun has said nothing yet, and will find what we write.
  private static final String NODES_WITHOUT =
      """
      select machine_id from node
      where leased_until > :now and machine_id <> :machine and master_keys <> '{}'
        and not :key = any (master_keys)
      order by machine_id
      """;

  private static final String NODES_NOT_SEALING_WITH =
      """
      select machine_id from node
      where leased_until > :now and master_keys[1] is distinct from :key
      order by machine_id
      """;

  private static final String NODES =
      "select machine_id from node where leased_until > :now order by machine_id";

  private static final String KILLED =
      "(a node that was killed counts as running for " + NodeLease.LENGTH.toSeconds() + " s)";

  private MasterKeyRegister() {}

  /// Lets a node begin to seal with the newest of its keys.
  ///
  /// @throws Problem FAILED_PRECONDITION when it lacks a key that is in use, or another node lacks
  ///   the key that it would seal with
  public static void enter(Tx tx, MasterKeys keys, int machine, Instant now) {
    tx.sql(LOCK).run();
    List<String> missing =
        tx.sql(IN_USE).list(row -> row.text("id")).stream()
            .filter(id -> !keys.ids().contains(id))
            .toList();
    if (!missing.isEmpty()) {
      throw Problem.precondition(
          "secrets in the database are sealed with master key "
              + String.join(", ", missing)
              + ", and this server has "
              + String.join(", ", keys.ids())
              + "; give it that key as OSTIARY_MASTER_KEY or in OSTIARY_MASTER_KEYS_ACCEPTED");
    }
    String newest = keys.newest().id();
    List<Integer> without =
        nodes(tx.sql(NODES_WITHOUT).bind("key", newest).bind("machine", machine), now);
    if (!without.isEmpty()) {
      throw Problem.precondition(
          "running nodes "
              + without
              + " do not have master key "
              + newest
              + " and could not open what it seals; first restart them with it in"
              + " OSTIARY_MASTER_KEYS_ACCEPTED "
              + KILLED);
    }
    tx.sql(ADD).bind("id", newest).run();
    tx.sql(SAY)
        .bindArray("keys", "text", keys.ids().toArray(String[]::new))
        .bind("machine", machine)
        .run();
  }

  /// Notes that something will be sealed with a key from now on.
  ///
  /// @throws Problem FAILED_PRECONDITION when a running node seals with another
  static void begin(Tx tx, String newest, Instant now) {
    tx.sql(LOCK).run();
    requireAllSealWith(tx, newest, now);
    tx.sql(ADD).bind("id", newest).run();
  }

  /// Notes that nothing is sealed with any other key any more.
  static void end(Tx tx, String newest) {
    tx.sql(KEEP_ONLY).bind("id", newest).run();
  }

  /// To be called under the lock of {@link #begin}.
  static void lock(Tx tx, String newest, Instant now) {
    tx.sql(LOCK).run();
    requireAllSealWith(tx, newest, now);
  }

  private static void requireAllSealWith(Tx tx, String newest, Instant now) {
    List<Integer> others = nodes(tx.sql(NODES_NOT_SEALING_WITH).bind("key", newest), now);
    if (!others.isEmpty()) {
      throw Problem.precondition(
          "running nodes "
              + others
              + " still seal with another master key than "
              + newest
              + "; restart them with that one as OSTIARY_MASTER_KEY, or stop them "
              + KILLED);
    }
  }

  /// @throws Problem FAILED_PRECONDITION when a node runs, which would not know a key made now
  static void requireNoNode(Tx tx, Instant now) {
    List<Integer> running = nodes(tx.sql(NODES), now);
    if (!running.isEmpty()) {
      throw Problem.precondition(
          "nodes "
              + running
              + " are running and would not know the new key; stop them first, or rotate without a"
              + " pause as docs/configuration.md says "
              + KILLED);
    }
  }

  private static List<Integer> nodes(Sql query, Instant now) {
    return query.bind("now", now).list(row -> row.integer("machine_id"));
  }
}
