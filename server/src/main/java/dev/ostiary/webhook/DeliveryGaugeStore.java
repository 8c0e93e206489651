package dev.ostiary.webhook;

import dev.ostiary.platform.database.Tx;
import dev.ostiary.webhook.DeliveryGauges.Numbers;

/// The SQL of how delivery stands. The one place that counts over all environments: nobody is told
/// anything but sums.
final class DeliveryGaugeStore {
  private static final String READ =
      """
      with log as (
        select coalesce(max(position), 0) as last from event
      ), endpoint as (
        select c.failing_since, greatest(log.last - c.position, 0) as behind
        from webhook_cursor c
        join webhook_endpoint e on e.environment_id = c.environment_id and e.id = c.endpoint_id
        cross join log
        where e.enabled
      )
      select count(*) as enabled,
        count(failing_since) as failing,
        (select count(*) from webhook_parked_lane) as parked,
        coalesce(max(behind), 0) as furthest,
        coalesce(sum(behind), 0)::bigint as behind
      from endpoint
      """;

  Numbers read(Tx tx) {
    return tx.sql(READ)
        .one(row ->
            new Numbers(
                row.number("enabled"),
                row.number("failing"),
                row.number("parked"),
                row.number("furthest"),
                row.number("behind")));
  }
}
