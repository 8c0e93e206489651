package dev.ostiary.webhook;

import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The SQL of who serves what: each endpoint belongs to one node, and is free once the lease of
/// that node has run out.
final class OwnershipStore {
  private static final String OWNED =
      """
      select e.id, e.revision
      from webhook_cursor c join webhook_endpoint e on e.id = c.endpoint_id
      where c.owner = :owner and e.enabled
      """;

  /// Endpoints without a living owner, and first of all those of this node that it does not serve.
  /// Nothing of them is under way any more, so what was asked for when they were enabled is done.
  private static final String CLAIM =
      """
      with free as (
        select c.endpoint_id, c.jump_position
        from webhook_cursor c
        join webhook_endpoint e on e.id = c.endpoint_id
        where e.enabled and not (c.endpoint_id = any(:held))
          and (c.owner is null or c.owner = :owner
            or not exists (
              select 1 from node n where n.machine_id = c.owner and n.leased_until > :now))
        order by c.owner = :owner desc nulls last
        limit :room
        for update of c skip locked
      ), passed_over as (
        delete from webhook_parked_lane l
        using free
        where l.endpoint_id = free.endpoint_id and free.jump_position is not null
      )
      update webhook_cursor c
      set owner = :owner, position = greatest(c.position, c.jump_position), jump_position = null,
        failing_since = case when c.enabled_again then null else c.failing_since end,
        enabled_again = false
      from free
      where c.endpoint_id = free.endpoint_id
      returning c.endpoint_id, c.environment_id, c.position, c.failing_since
      """;

  private static final String MOVE_ON =
      """
      update webhook_cursor c set position = read.position
      from unnest(:endpoints, :positions) as read (endpoint_id, position)
      where c.endpoint_id = read.endpoint_id and c.owner = :owner and c.position < read.position
      """;

  /// How many endpoints each node serves when all serve equally many.
  private static final String FAIR_SHARE =
      """
      select ceil(endpoints::numeric / greatest(nodes, 1))::integer as share
      from (select count(*) as endpoints from webhook_endpoint where enabled) e,
        (select count(*) as nodes from node where leased_until > :now) n
      """;

  private static final String RELEASE =
      "update webhook_cursor set owner = null where owner = :owner and endpoint_id = any(:endpoints)";

  /// An endpoint that is now this node's to serve.
  ///
  /// @param failingSince since when there were only failures; null when the last attempt succeeded
  record Claimed(
      EnvironmentId environment,
      EndpointId endpoint,
      long cursor,
      @Nullable Instant failingSince) {}

  /// The enabled endpoints of a node, and the revision of each.
  Map<EndpointId, Long> owned(Tx tx, int owner) {
    Map<EndpointId, Long> owned = new HashMap<>();
    tx.sql(OWNED)
        .bind("owner", owner)
        .list(row -> owned.put(row.id("id", EndpointId::new), row.number("revision")));
    return owned;
  }

  /// How many endpoints each node serves when all serve equally many.
  int fairShare(Tx tx, Instant now) {
    return tx.sql(FAIR_SHARE).bind("now", now).one(row -> row.integer("share"));
  }

  /// Takes endpoints that nobody serves.
  ///
  /// @param held those that are served already
  /// @param room how many more are wanted
  List<Claimed> claim(Tx tx, int owner, List<EndpointId> held, int room, Instant now) {
    return tx.sql(CLAIM)
        .bind("owner", owner)
        .bindArray("held", "bigint", numbers(held))
        .bind("room", room)
        .bind("now", now)
        .list(row ->
            new Claimed(
                row.id("environment_id", EnvironmentId::new),
                row.id("endpoint_id", EndpointId::new),
                row.number("position"),
                row.instantOrNull("failing_since")));
  }

  /// Writes how far endpoints have read, as far as they are this owner's.
  void moveOn(Tx tx, int owner, Map<EndpointId, Long> cursors) {
    tx.sql(MOVE_ON)
        .bindArray("endpoints", "bigint", numbers(cursors.keySet()))
        .bindArray(
            "positions", "bigint", cursors.values().stream().mapToLong(Long::longValue).toArray())
        .bind("owner", owner)
        .run();
  }

  /// Lets other nodes serve these.
  void release(Tx tx, int owner, List<EndpointId> endpoints) {
    tx.sql(RELEASE).bind("owner", owner).bindArray("endpoints", "bigint", numbers(endpoints)).run();
  }

  private static long[] numbers(Collection<EndpointId> ids) {
    return ids.stream().mapToLong(EndpointId::number).toArray();
  }
}
