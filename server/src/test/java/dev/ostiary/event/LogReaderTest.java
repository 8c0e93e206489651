package dev.ostiary.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.TestDatabase;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Readers with a cursor of their own never pass a writer that is not done, and never sleep through
/// what they wait for.
class LogReaderTest {
  private static final EnvironmentId ENVIRONMENT = new EnvironmentId(1);
  private static final OrganizationId ACME = new OrganizationId(10);
  private static final OrganizationId GLOBEX = new OrganizationId(20);
  private static final LogFilter ALL = new LogFilter(null, Set.of());

  private final AtomicLong ids = new AtomicLong(1_000);
  private final AtomicInteger woken = new AtomicInteger();
  private Database database;
  private LogTail tail;
  private EventLog log;
  private LogReader reader;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    tail = new LogTail(database);
    log = new EventLog(database, tail);
    reader = new LogReader(database, tail, Runnable::run);
    tail.start(0);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Event append(OrganizationId organization, @Nullable Runnable beforeCommit) {
    return database.transact(tx -> {
      Event event =
          log.append(
              tx,
              new NewEvent(
                  ENVIRONMENT,
                  new EventId(ids.incrementAndGet()),
                  organization,
                  EventType.SSO_ENABLED,
                  Instant.EPOCH,
                  Json.object().put("id", "conn_1"),
                  Json.object(),
                  Cause.system("test")));
      if (beforeCommit != null) {
        beforeCommit.run();
      }
      return event;
    });
  }

  @Test
  void whatWasCommittedBeyondAnOpenWriterIsNotReadYet() throws Exception {
    CountDownLatch drawn = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Thread late =
        Thread.startVirtualThread(() ->
            append(
                ACME,
                () -> {
                  drawn.countDown();
                  await(go);
                }));
    drawn.await();
    Event beyond = append(GLOBEX, null);
    tail.sweep();
    var _ = reader.await(ENVIRONMENT, 0, ALL, woken::incrementAndGet);

    assertThat(reader.read(ENVIRONMENT, 0, ALL, 10).events()).isEmpty();
    assertThat(woken).hasValue(0);

    go.countDown();
    late.join();

    assertThat(woken).hasValue(1);
    assertThat(reader.read(ENVIRONMENT, 0, ALL, 10).events())
        .extracting(Event::organization)
        .containsExactly(ACME, GLOBEX);
    assertThat(reader.latest()).isEqualTo(beyond.position());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aReaderIsWokenOnceAndOnlyByWhatItWants() {
    var _ = reader.await(ENVIRONMENT, 0, new LogFilter(ACME, Set.of()), woken::incrementAndGet);

    append(GLOBEX, null);
    assertThat(woken).hasValue(0);

    append(ACME, null);
    append(ACME, null);
    assertThat(woken).hasValue(1);
  }

  @Test
  void aReaderThatStandsBehindTheEndIsWokenAtOnce() {
    append(ACME, null);

    var _ = reader.await(ENVIRONMENT, 0, ALL, woken::incrementAndGet);

    assertThat(woken).hasValue(1);
  }

  @Test
  void aReaderThatHasEndedIsNotWoken() {
    LogReader.Waiting waiting = reader.await(ENVIRONMENT, 0, ALL, woken::incrementAndGet);

    assertThat(waiting.end()).isTrue();
    append(ACME, null);

    assertThat(woken).hasValue(0);
    assertThat(waiting.end()).isFalse();
  }

  @Test
  void whoeverWaitsWhenTheServerStopsIsWoken() {
    var _ = reader.await(ENVIRONMENT, 0, ALL, woken::incrementAndGet);

    reader.close();
    var _ = reader.await(ENVIRONMENT, 0, ALL, woken::incrementAndGet);

    assertThat(woken).hasValue(2);
    assertThat(reader.closed()).isTrue();
  }
}
