package dev.ostiary.app.bench.pages;

import dev.ostiary.platform.database.Database;
import java.util.List;

/// Copies of the sample by the million, put into the database as if each had come about by itself:
/// of organization n, everything has the number n above a base of its kind.
final class Plenty {
  private static final String ORGANIZATIONS =
      """
      insert into organization (environment_id, id, display_name, region, external_id, metadata,
        features, update_time)
      select id, n, 'Customer ' || n, 'US', 'customer-' || n, '{}', '{}', now()
      from environment, generate_series(1::bigint, :organizations) as n
      """;

  private static final String COUNT =
      """
      insert into organization_count (environment_id, shard, count)
      select id, 0, :organizations from environment
      on conflict (environment_id, shard) do update
      set count = organization_count.count + excluded.count
      """;

  private static final String CONNECTIONS =
      """
      insert into connection (environment_id, id, organization_id, type, provider, provider_key,
        key_id, status, enabled, debug_enabled, attribute_mapping, config, update_time, revision)
      select environment_id, 1000000000 + n, n, type, provider, provider_key || n, key_id, status,
        enabled, debug_enabled, attribute_mapping, config, update_time, revision
      from (select * from connection where type = 'SAML' and enabled) sample,
        generate_series(1::bigint, :organizations) as n
      """;

  private static final String STREAMS =
      """
      insert into event_stream (stream_id, environment_id, sequence)
      select 1 + (n - 1) % :organizations, id, max(1 + (n - 1) / :organizations)
      from environment, generate_series(1::bigint, :events) as n
      group by 1, 2
      """;

  /// The last one was a second ago, the others a second apart.
  private static final String EVENTS =
      """
      insert into event (environment_id, id, stream_id, sequence, type, occurred_at, subject,
        payload, detail)
      select environment_id, 2000000000 + n, 1 + (n - 1) % :organizations,
        1 + (n - 1) / :organizations,
        (array['organization.updated', 'organization.sso_enabled', 'organization.sso_disabled'])
          [(1 + n % 3)::integer],
        now() - (:events + 1 - n) * interval '1 second', null, payload, detail
      from (select * from event order by position limit 1) sample, generate_series(1::bigint, :events) as n
      order by n
      """;

  private static final String ATTEMPTS =
      """
      insert into webhook_attempt (endpoint_id, position, number, environment_id, start_time,
        duration_ms, outcome, response_status, response_body, error, url, signature)
      select p.id, e.position, 1, e.environment_id, e.occurred_at, 12,
        case when e.position % 100000 = 0 then 'EXHAUSTED'
          when l.lane is not null then 'FAILURE' else 'SUCCESS' end,
        case when e.position % 100000 = 0 or l.lane is not null then 500 else 200 end, '', '',
        p.url, 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4='
      from webhook_endpoint p, event e
      left join webhook_parked_lane l
        on l.stream_id = e.stream_id and l.settled_sequence = e.sequence - 1
      """;

  /// A hundred organizations whose last event does not get through.
  private static final String LANES =
      """
      insert into webhook_parked_lane (endpoint_id, lane, environment_id, stream_id,
        settled_sequence, attempts, due_time)
      select p.id, s.stream_id, p.environment_id, s.stream_id, s.sequence - 1, 1,
        now() + interval '1 day'
      from webhook_endpoint p, event_stream s
      where s.stream_id <= 100
      """;

  private static final String CURSORS =
      """
      update webhook_cursor set start_position = 0,
        position = (select max(position) from event)
      """;

  private static final String LOGINS =
      """
      insert into login (environment_id, id, purpose, status, organization_id, connection_id,
        connection_type, connection_provider, email, steps, error, error_description, create_time,
        expire_time, consume_time, delete_time)
      select environment_id, 3000000000 + n, 'APP',
        case when n % 50 = 0 then 'FAILURE' else 'SUCCESS' end,
        1 + n % :organizations, 1000000001 + n % :organizations, type, provider,
        'person' || n % 1000 || '@customer.example', '[]',
        case when n % 50 = 0 then 'access_denied' end, case when n % 50 = 0 then 'It failed.' end,
        t, t + interval '1 hour', t, t + interval '90 days'
      from (select * from connection where id = 1000000001) sample,
        generate_series(1::bigint, :events / 3) as n,
        lateral (select now() - (:events - 3 * n) * interval '1 second' as t)
      """;

  private final Database database;
  private final long organizations;
  private final long events;

  Plenty(Database database, long organizations, long events) {
    this.database = database;
    this.organizations = organizations;
    this.events = events;
  }

  void fill() {
    List.of(ORGANIZATIONS, COUNT, CONNECTIONS, STREAMS, EVENTS, LANES, ATTEMPTS, CURSORS, LOGINS)
        .forEach(this::run);
    database.run(tx -> {
      tx.sql("set local statement_timeout = 0").run();
      tx.sql("analyze").run();
    });
  }

  private void run(String sql) {
    String counted =
        sql.replace(":organizations", organizations + "::bigint")
            .replace(":events", events + "::bigint");
    database.run(tx -> {
      tx.sql("set local statement_timeout = 0").run();
      tx.sql(counted).run();
    });
  }
}
