package dev.ostiary.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The log and its tail on a real database: order, gaps and late writers.
class EventLogTest {
  private static final EnvironmentId ENVIRONMENT = new EnvironmentId(1);
  private static final OrganizationId ACME = new OrganizationId(10);
  private static final OrganizationId GLOBEX = new OrganizationId(20);

  private final AtomicLong ids = new AtomicLong(1_000);
  private final List<Event> seen = Collections.synchronizedList(new ArrayList<>());
  private Database database;
  private LogTail tail;
  private EventLog log;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    tail = new LogTail(database);
    log = new EventLog(database, tail);
    tail.start(0);
    assertThat(tail.subscribe(ENVIRONMENT, 0, seen::add)).isTrue();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private NewEvent event(OrganizationId organization) {
    return new NewEvent(
        ENVIRONMENT,
        new EventId(ids.incrementAndGet()),
        organization,
        EventType.SSO_ENABLED,
        Instant.parse("2026-01-02T03:04:05.000006Z"),
        Json.object().put("id", "conn_1"),
        Json.object(),
        new Cause(Cause.ActorType.API_CLIENT, "skc_1", "req-1"));
  }

  private Event append(OrganizationId organization) {
    return database.transact(tx -> log.append(tx, event(organization)));
  }

  @Test
  void committedEventsArriveAtOnceAndInOrder() {
    Event first = append(ACME);
    Event second = append(ACME);
    Event other = append(GLOBEX);

    assertThat(seen).extracting(Event::id).containsExactly(first.id(), second.id(), other.id());
    assertThat(seen).extracting(Event::sequence).containsExactly(1L, 2L, 1L);
    assertThat(tail.horizon()).isEqualTo(other.position());
  }

  @Test
  void aRolledBackChangeLeavesNoEventAndNoHoleInTheSequence() {
    append(ACME);
    assertThatThrownBy(() ->
            database.run(tx -> {
              log.append(tx, event(ACME));
              throw new IllegalStateException("changed my mind");
            }))
        .hasMessage("changed my mind");
    Event second = append(ACME);

    assertThat(second.sequence()).isEqualTo(2);
    assertThat(seen).hasSize(2);
    assertThat(log.lane(ENVIRONMENT, ACME, 0, 10)).hasSize(2);
    tail.sweep();
    assertThat(tail.horizon()).isEqualTo(second.position());
    assertThat(tail.openGaps()).isZero();
  }

  @Test
  void aLateWriterHoldsBackTheHorizonAndNothingElse() throws Exception {
    CountDownLatch appended = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Event> late =
          threads.submit(() ->
              database.transact(tx -> {
                Event event = log.append(tx, event(ACME));
                appended.countDown();
                await(commit);
                return event;
              }));
      appended.await();
      Event overtaking = append(GLOBEX);
      tail.sweep();

      assertThat(seen).extracting(Event::id).containsExactly(overtaking.id());
      assertThat(tail.openGaps()).isEqualTo(1);
      assertThat(tail.horizon()).isLessThan(overtaking.position());
      assertThat(log.page(ENVIRONMENT, 0, tail.horizon(), 10)).isEmpty();

      commit.countDown();
      Event found = late.get();
      assertThat(found.position()).isLessThan(overtaking.position());
      assertThat(seen).extracting(Event::id).containsExactly(overtaking.id(), found.id());
      assertThat(tail.horizon()).isEqualTo(overtaking.position());
    }
  }

  @Test
  void aLateWriterOfAnotherProcessIsFoundBySweeping() throws Exception {
    LogTail elsewhere = new LogTail(database);
    EventLog otherProcess = new EventLog(database, elsewhere);
    CountDownLatch appended = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Event> late =
          threads.submit(() ->
              database.transact(tx -> {
                Event event = otherProcess.append(tx, event(ACME));
                appended.countDown();
                await(commit);
                return event;
              }));
      appended.await();
      Event overtaking = database.transact(tx -> otherProcess.append(tx, event(GLOBEX)));
      tail.sweep();
      tail.sweep();
      assertThat(seen).extracting(Event::id).containsExactly(overtaking.id());
      assertThat(tail.openGaps()).isEqualTo(1);

      commit.countDown();
      Event found = late.get();
      tail.sweep();
      assertThat(seen).extracting(Event::id).containsExactly(overtaking.id(), found.id());
      assertThat(tail.openGaps()).isZero();
      assertThat(tail.horizon()).isEqualTo(overtaking.position());
    }
  }

  @Test
  void aLateSubscriberIsGivenWhatWasPassedOnBeyondTheHorizon() throws Exception {
    CountDownLatch appended = new CountDownLatch(1);
    CountDownLatch rollBack = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> failing =
          threads.submit(() ->
              database.run(tx -> {
                log.append(tx, event(ACME));
                appended.countDown();
                await(rollBack);
                throw new IllegalStateException("rolled back");
              }));
      appended.await();
      Event overtaking = append(GLOBEX);
      tail.sweep();
      List<Event> late = new ArrayList<>();

      assertThat(tail.subscribe(ENVIRONMENT, tail.horizon(), late::add)).isTrue();
      assertThat(late).extracting(Event::id).containsExactly(overtaking.id());

      rollBack.countDown();
      assertThatThrownBy(failing::get).hasMessageContaining("rolled back");
      tail.sweep();
      assertThat(tail.openGaps()).isZero();
      assertThat(tail.horizon()).isEqualTo(overtaking.position());
      assertThat(tail.subscribe(ENVIRONMENT, 0, late::add)).isFalse();
    }
  }

  @Test
  void manyWritersOfTwoProcessesAreSeenOnceAndInOrderPerOrganization() throws Exception {
    EventLog otherProcess = new EventLog(database, new LogTail(database));
    int writers = 16;
    int each = 40;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int writer = 0; writer < writers; writer++) {
        OrganizationId organization = new OrganizationId(100 + writer % 5);
        EventLog own = writer % 2 == 0 ? log : otherProcess;
        boolean fails = writer % 4 == 3;
        running.add(
            threads.submit(() -> {
              for (int i = 0; i < each; i++) {
                write(own, organization, fails && i % 3 == 0);
              }
            }));
      }
      while (running.stream().anyMatch(writer -> !writer.isDone())) {
        tail.sweep();
      }
      for (Future<?> writer : running) {
        writer.get();
      }
      tail.sweep();
    }

    assertThat(seen).extracting(Event::position).doesNotHaveDuplicates();
    long last = seen.stream().mapToLong(Event::position).max().orElseThrow();
    assertThat(seen).hasSize(log.page(ENVIRONMENT, 0, last, 10_000).size());
    assertThat(tail.horizon()).isGreaterThanOrEqualTo(last);
    for (int organization = 100; organization < 105; organization++) {
      OrganizationId id = new OrganizationId(organization);
      List<Long> sequences =
          seen.stream().filter(e -> e.stream().equals(id)).map(Event::sequence).toList();
      assertThat(sequences).isEqualTo(LongStream.rangeClosed(1, sequences.size()).boxed().toList());
    }
  }

  @Test
  void theEndOfTheLogLiesBehindEveryCommittedAndBeforeEveryLaterEvent() {
    Event before = append(ACME);
    long end = database.transact(tx -> log.end(tx));
    Event after = append(ACME);

    assertThat(end).isEqualTo(before.position());
    assertThat(after.position()).isGreaterThan(end);
  }

  private void write(EventLog own, OrganizationId organization, boolean fails) {
    try {
      database.run(tx -> {
        own.append(tx, event(organization));
        if (fails) {
          throw new RolledBack();
        }
      });
    } catch (RolledBack expected) {
      // a gap in the positions
    }
  }

  private static final class RolledBack extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
