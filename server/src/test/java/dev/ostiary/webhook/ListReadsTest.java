package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.PageSql;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.RowsRead;
import dev.ostiary.testing.TestDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How much is read to answer a list at an endpoint to which 20 000 events of as many organizations
/// were delivered, whose lanes all wait for a second one, and to which 20 000 replays were made.
class ListReadsTest {
  private static final int PAGE = 30;

  /// To answer a delivery takes its event, its last attempt, and a look for its lane.
  private static final int FEW = 8 * PAGE;

  private static final EnvironmentId ENVIRONMENT = new EnvironmentId(1);
  private static final EndpointId ENDPOINT = new EndpointId(5);

  private static final List<String> ROWS =
      List.of(
          "insert into environment (id, name, url, authority) values (1, 'One', 'http://a', 'a')",
          """
          insert into webhook_endpoint
            (id, environment_id, url, name, description, event_types, timeout_seconds,
             ordering, payload_format, headers, retry_delays_seconds, max_in_flight,
             rate_limit_per_second, update_time, revision, asymmetric_signatures)
          values (5, 1, 'http://a', 'app', '', '{}', 15, 'PER_ORGANIZATION', 'STANDARD', '{}',
            '{5}', 8, 0, now(), 1, false)
          """,
          """
          insert into webhook_cursor
            (endpoint_id, environment_id, start_position, position, enabled_again)
          values (5, 1, 0, 40000, false)
          """,
          """
          insert into event
            (environment_id, id, stream_id, sequence, type, occurred_at, payload, detail)
          select 1, n, 100 + n % 20000, 1 + n / 20001, 'organization.created', now(), '', ''
          from generate_series(1, 40000) as n
          """,
          """
          insert into webhook_attempt
            (endpoint_id, position, number, environment_id, start_time, duration_ms, outcome,
             response_body, error, url, signature, own_headers)
          select 5, position, 1, 1, now(), 1,
            case when position <= 10 then 'EXHAUSTED' when position <= 20000 then 'SUCCESS'
              else 'FAILURE' end, '', '', 'http://a', '', ''
          from event
          """,
          """
          insert into webhook_parked_lane
            (endpoint_id, lane, environment_id, stream_id, settled_sequence, attempts, due_time)
          select 5, stream_id, 1, stream_id, 1, 1, now() from event where sequence = 2
          """,
          """
          insert into webhook_replay
            (id, environment_id, endpoint_id, event_types, statuses, per_second, state, position,
             end_position, total, delivered, failed, tries, due_time, update_time)
          select n, 1, 5, '{}', '{}', 1, 'DONE', 0, 0, 0, 0, 0, 0, now(), now()
          from generate_series(1, 20000) as n
          """,
          "analyze event, webhook_attempt, webhook_parked_lane, webhook_replay");

  private static Database database;
  private static Deliveries deliveries;

  @BeforeAll
  static void fill() {
    database = TestDatabase.fresh();
    deliveries = new Deliveries(database);
    database.run(tx -> ROWS.forEach(sql -> tx.sql(sql).run()));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  private static Page<Delivery> list(
      @Nullable OrganizationId organization,
      Delivery.@Nullable Status status,
      Page.Request request) {
    return deliveries.list(
        ENVIRONMENT,
        ENDPOINT,
        new Deliveries.Filter(List.of(), organization, status, null, null),
        request);
  }

  private static Page.Request from(@Nullable Long edge) {
    return new Page.Request(PAGE, edge, false, false);
  }

  @Test
  void aPageOfDeliveriesIsReadAloneWhereverItIs() {
    RowsRead.atMost(FEW, database, () -> list(null, null, from(null)));
    RowsRead.atMost(FEW, database, () -> list(null, null, from(9_000L)));
    RowsRead.atMost(FEW, database, () -> list(new OrganizationId(105), null, from(null)));
  }

  @Test
  void whatWasGivenUpIsFoundByItsAttempts() {
    RowsRead.atMost(
        20 * DeliverySearch.STRETCH_WITH_ATTEMPTS,
        database,
        () -> list(null, Delivery.Status.EXHAUSTED, from(11L)));
  }

  @Test
  void oneDeliveryIsReadWithItsAttemptsAlone() {
    RowsRead.atMost(FEW, database, () -> deliveries.get(ENVIRONMENT, ENDPOINT, new EventId(9_000)));
  }

  @Test
  void soIsAPageOfReplays() {
    ReplayStore store = new ReplayStore();
    for (Long edge : new Long[] {null, 9_000L}) {
      RowsRead.atMost(
          FEW,
          database,
          () -> database.transact(tx -> store.list(tx, ENVIRONMENT, ENDPOINT, from(edge))));
    }
    RowsRead.atMost(
        PageSql.COUNT_LIMIT + FEW,
        database,
        () ->
            database.transact(
                tx -> store.list(tx, ENVIRONMENT, ENDPOINT, Page.Request.of(PAGE, ""))));
  }

  @Test
  void soIsAPageOfLanesThatWait() {
    BlockedLanes lanes = new BlockedLanes(database);

    RowsRead.atMost(
        10 * BlockedLanes.COUNTED,
        database,
        () ->
            assertThat(lanes.list(ENVIRONMENT, ENDPOINT, Page.Request.of(PAGE, "")).items())
                .hasSize(PAGE));
  }
}
