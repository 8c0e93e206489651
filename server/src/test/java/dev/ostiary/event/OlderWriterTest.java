package dev.ostiary.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A transaction that was begun first, and appends and commits while a younger one is under way.
class OlderWriterTest {
  private static final EnvironmentId ENVIRONMENT = new EnvironmentId(1);
  private static final OrganizationId ACME = new OrganizationId(10);
  private static final OrganizationId GLOBEX = new OrganizationId(20);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<Event> seen = new ArrayList<>();
  private final Database database = TestDatabase.fresh();

  /// Of another process than the writers, so that it hears of nothing but what it reads.
  private final LogTail tail = new LogTail(database);

  private final EventLog log = new EventLog(database, new LogTail(database));

  @BeforeEach
  void follow() {
    tail.start(0);
    assertThat(tail.subscribe(ENVIRONMENT, 0, seen::add)).isTrue();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Event append(Tx tx, OrganizationId organization, long id) {
    return log.append(
        tx,
        new NewEvent(
            ENVIRONMENT,
            new EventId(id),
            organization,
            EventType.SSO_ENABLED,
            Instant.EPOCH,
            Json.object().put("id", "conn_1"),
            Json.object(),
            Cause.system("test")));
  }

  /// What a writer does before it appends: from here on it has a number.
  private static void change(Tx tx) {
    tx.sql("select pg_current_xact_id()::text as id").one(row -> row.text("id"));
  }

  @Test
  void theYoungerOnesEventIsNotTakenForRolledBack() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch overtaken = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Event> older =
          threads.submit(() ->
              database.transact(tx -> {
                change(tx);
                begun.countDown();
                await(overtaken);
                return append(tx, ACME, 1);
              }));
      await(begun);

      Event younger =
          database.transact(tx -> {
            Event appended = append(tx, GLOBEX, 2);
            overtaken.countDown();
            assertThat(older).succeedsWithin(PATIENCE);
            tail.sweep();
            tail.sweep();
            assertThat(tail.horizon()).isLessThan(appended.position());
            return appended;
          });
      tail.sweep();

      assertThat(younger.position()).isLessThan(older.get().position());
      assertThat(seen).extracting(Event::id).containsExactly(older.get().id(), younger.id());
      assertThat(tail.horizon()).isEqualTo(older.get().position());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
