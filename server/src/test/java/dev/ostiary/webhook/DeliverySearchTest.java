package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.WebhookReceiver;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is rare is found behind very much else, by looks that are short.
class DeliverySearchTest {
  private static final long ORGANIZATION = 10;
  private static final long CROWD = DeliverySearch.STRETCH_WITH_ATTEMPTS + 500;

  private static final String CROWD_EVENTS =
      """
      insert into event (environment_id, id, stream_id, sequence, type, occurred_at, payload, detail)
      select environment_id, 1000000 + n, 99, n, type, occurred_at, payload, detail
      from (select * from event order by position limit 1) e,
        generate_series(1, %d) as n
      """
          .formatted(CROWD);

  private static WebhookReceiver receiver;
  private static DeliveryWorld world;
  private static Endpoint endpoint;
  private static Event exhausted;
  private static Event delivered;

  /// One event that was given up, one that was delivered, and a crowd that waits.
  @BeforeAll
  static void start() {
    receiver = new WebhookReceiver();
    world = DeliveryWorld.alone();
    endpoint = world.endpoint(receiver.url());
    exhausted = world.append(ORGANIZATION);
    world.await(endpoint, exhausted, Delivery.Status.SUCCESS);
    delivered = world.append(ORGANIZATION);
    world.await(endpoint, delivered, Delivery.Status.SUCCESS);
    world.webhooks.endpoints().disable(ENVIRONMENT, endpoint.id());
    world.database.run(tx -> {
      tx.sql(
              """
              insert into webhook_attempt
              select endpoint_id, position, 2, environment_id, start_time, 0, 'EXHAUSTED', 500, '', ''
              from webhook_attempt order by position limit 1
              """)
          .run();
      tx.sql(CROWD_EVENTS).run();
    });
  }

  @AfterAll
  static void stop() {
    world.close();
    receiver.close();
  }

  private static Page<Delivery> list(
      @Nullable OrganizationId organization, Delivery.@Nullable Status status, String token) {
    return world
        .webhooks
        .deliveries()
        .list(
            ENVIRONMENT,
            endpoint.id(),
            new Deliveries.Filter(List.of(), organization, status, null, null),
            Page.Request.of(10, token));
  }

  @Test
  void whatWasGivenUpIsFoundAtOnce() {
    Page<Delivery> page = list(null, Delivery.Status.EXHAUSTED, "");

    assertThat(page.items()).extracting(Delivery::event).containsExactly(exhausted.id());
    assertThat(page.next()).isEmpty();
  }

  @Test
  void whatIsRareIsOnALaterPageAndTheWayBackLeadsToTheNewest() {
    Page<Delivery> first = list(null, Delivery.Status.SUCCESS, "");
    assertThat(first.items()).isEmpty();

    Page<Delivery> second = list(null, Delivery.Status.SUCCESS, first.next());

    assertThat(second.items()).extracting(Delivery::event).containsExactly(delivered.id());
    assertThat(second.next()).isEmpty();
    Page<Delivery> newer = list(null, Delivery.Status.SUCCESS, second.previous());
    assertThat(newer.items()).isEmpty();
    assertThat(list(null, Delivery.Status.SUCCESS, newer.next()).items()).isEqualTo(second.items());
  }

  @Test
  void anOrganizationsOwnAreFoundWhereverTheyAre() {
    assertThat(list(new OrganizationId(ORGANIZATION), Delivery.Status.SUCCESS, "").items())
        .extracting(Delivery::event)
        .containsExactly(delivered.id());
    assertThat(list(new OrganizationId(ORGANIZATION), null, "").items()).hasSize(2);
  }

  @Test
  void everythingIsCountedAndPagedThrough() {
    Page<Delivery> page = list(null, null, "");
    assertThat(page.total()).isEqualTo(CROWD + 2);

    Page<Delivery> older = list(null, null, page.next());
    assertThat(older.items()).hasSize(10);
    assertThat(list(null, null, older.previous()).items()).isEqualTo(page.items());
  }
}
