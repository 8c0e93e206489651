package dev.ostiary.platform.database;

import dev.ostiary.platform.id.IdSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/// A machine id that belongs to this process alone for as long as it keeps renewing it. What the
/// node holds elsewhere under that id is free for others once the lease has run out.
public final class NodeLease {
  /// How long after its last sign of life a node counts as dead.
  public static final Duration LENGTH = Duration.ofSeconds(10);

  /// Three chances to renew before the lease ends.
  public static final Duration RENEWAL = Duration.ofSeconds(3);

  /// A machine id rests this long after its lease has run out, in case its node was only asleep:
  /// two nodes with one id could make the same id for two things.
  private static final Duration REST = Duration.ofHours(1);

  /// Two nodes that start together choose one after the other.
  private static final String QUEUE = "select pg_advisory_xact_lock(hashtext('ostiary node'))";

  /// Takes the lowest id that is free and rested.
  private static final String ACQUIRE =
      """
      with free as (
        select candidate
        from generate_series(0, :last_machine) as candidate
        where not exists (
          select 1 from node n where n.machine_id = candidate and n.leased_until > :rested)
        limit 1
      )
      insert into node (machine_id, holder, leased_until)
      select candidate, :holder::uuid, :until from free
      on conflict (machine_id) do update
      set holder = excluded.holder, leased_until = excluded.leased_until
      returning machine_id
      """;

  /// Goes on where a dead holder was.
  private static final String TAKE_OVER =
      """
      update node set holder = :holder::uuid, leased_until = :until
      where holder = :predecessor::uuid
      returning machine_id
      """;

  private static final String HOLD_UNTIL =
      """
      update node set leased_until = :until
      where machine_id = :machine and holder = :holder::uuid
      """;

  private final Database database;
  private final InstantSource clock;
  private final String holder;
  private final int machine;

  private NodeLease(Database database, InstantSource clock, String holder, int machine) {
    this.database = database;
    this.clock = clock;
    this.holder = holder;
    this.machine = machine;
  }

  /// Leases a machine id.
  ///
  /// @param holder tells this process from every other one
  public static NodeLease acquire(Database database, InstantSource clock, UUID holder) {
    Instant now = clock.instant();
    int machine = database.transact(tx -> free(tx, holder, now));
    return new NodeLease(database, clock, holder.toString(), machine);
  }

  private static int free(Tx tx, UUID holder, Instant now) {
    tx.sql(QUEUE).run();
    return tx.sql(ACQUIRE)
        .bind("last_machine", IdSource.MAX_MACHINE)
        .bind("holder", holder.toString())
        .bind("rested", now.minus(REST))
        .bind("until", now.plus(LENGTH))
        .one(row -> row.integer("machine_id"));
  }

  /// Leases the machine id of a process that is known to be dead, so that what it held need not
  /// wait until its lease has run out; another one when it left none.
  ///
  /// @param predecessor if it should live after all, it hears of it when it renews
  public static NodeLease takeOver(
      Database database, InstantSource clock, UUID holder, UUID predecessor) {
    Instant now = clock.instant();
    int machine =
        database.transact(tx ->
            tx.sql(TAKE_OVER)
                .bind("holder", holder.toString())
                .bind("predecessor", predecessor.toString())
                .bind("until", now.plus(LENGTH))
                .find(row -> row.integer("machine_id"))
                .orElseGet(() -> free(tx, holder, now)));
    return new NodeLease(database, clock, holder.toString(), machine);
  }

  public int machine() {
    return machine;
  }

  /// Keeps the lease for another {@link #LENGTH}; to be called every {@link #RENEWAL}.
  ///
  /// @return false when another process has it: this one must make no more ids and stop
  public boolean renew() {
    return holdUntil(clock.instant().plus(LENGTH));
  }

  /// Gives it back: what the node holds elsewhere is free at once.
  public void release() {
    holdUntil(clock.instant());
  }

  private boolean holdUntil(Instant end) {
    return database.transact(tx ->
        tx.sql(HOLD_UNTIL).bind("machine", machine).bind("holder", holder).bind("until", end).run()
            > 0);
  }
}
