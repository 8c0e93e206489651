package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.database.NodeLease;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.testing.WebhookReceiver;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The order of lanes under everything at once: receivers that fail at random and answer late, two
/// nodes, one that is killed, one that joins, one that stops.
class OrderProofTest {
  private static final int ORGANIZATIONS = 5;
  private static final int ROUNDS = 12;
  private static final int RETRIES = 20;

  private final DatabaseConfig config = TestDatabase.freshConfig();
  private final SettableClock clock =
      new SettableClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
  private final List<DeliveryWorld> nodes = new ArrayList<>();
  private final List<Journal> journals = List.of(new Journal(1), new Journal(2));

  /// What one receiver was sent, and what it took.
  private static final class Journal implements AutoCloseable {
    final WebhookReceiver receiver = new WebhookReceiver();
    private final Random random;
    private final Map<String, List<String>> accepted = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private int repeats;

    Journal(long seed) {
      random = new Random(seed);
      receiver.answer(request -> {
        if (slow()) {
          Thread.yield();
        }
        return new WebhookReceiver.Answer(
            accepts(request.organization(), request.id()) ? 200 : 500);
      });
    }

    private synchronized boolean slow() {
      return random.nextInt(3) == 0;
    }

    private synchronized boolean accepts(String organization, String event) {
      List<String> lane = accepted.computeIfAbsent(organization, key -> new ArrayList<>());
      if (lane.contains(event)) {
        repeats++;
        if (!lane.getLast().equals(event)) {
          faults.add(event + " came again after " + lane.getLast());
        }
        return true;
      }
      boolean good = random.nextInt(4) > 0;
      if (good) {
        lane.add(event);
      }
      return good;
    }

    synchronized int size() {
      return accepted.values().stream().mapToInt(List::size).sum();
    }

    @Override
    public void close() {
      receiver.close();
    }
  }

  @AfterEach
  void close() {
    nodes.forEach(DeliveryWorld::close);
    journals.forEach(Journal::close);
  }

  @Test
  void noLaneHasAGapOrAnInversionAndOnlyACrashRepeatsWhatWasInFlight() {
    DeliveryWorld first = node();
    for (Journal journal : journals) {
      first.endpoint(first.settings(journal.receiver.url()), RETRIES);
    }
    DeliveryWorld killed = node();
    Map<String, Set<String>> sent = new HashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      if (round == ROUNDS / 3) {
        nodes.remove(killed);
        killed.kill();
      }
      if (round == 2 * ROUNDS / 3) {
        node();
        nodes.remove(first);
        first.close();
      }
      DeliveryWorld writer = nodes.getLast();
      for (int organization = 1; organization <= ORGANIZATIONS; organization++) {
        Event event = writer.append(organization);
        sent.computeIfAbsent("org_" + organization, key -> new LinkedHashSet<>())
            .add(event.id().toString());
      }
      pass(Duration.ofSeconds(1));
    }
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (journals.stream().anyMatch(j -> j.size() < ORGANIZATIONS * ROUNDS)) {
      assertThat(System.nanoTime()).as("everything is delivered in time").isLessThan(end);
      pass(Duration.ofSeconds(2));
      nodes.forEach(node -> node.webhooks.dispatcher().runDue());
    }

    for (Journal journal : journals) {
      assertThat(journal.faults).isEmpty();
      assertThat(journal.repeats).isLessThanOrEqualTo(ORGANIZATIONS);
      IntStream.rangeClosed(1, ORGANIZATIONS)
          .mapToObj(organization -> "org_" + organization)
          .forEach(organization ->
              assertThat(journal.accepted.get(organization))
                  .containsExactlyElementsOf(sent.get(organization)));
    }
  }

  private DeliveryWorld node() {
    DeliveryWorld node = new DeliveryWorld(config, clock);
    nodes.add(node);
    return node;
  }

  /// Time goes on in steps that no living node's lease is too short for.
  private void pass(Duration duration) {
    assertThat(duration).isLessThan(NodeLease.LENGTH);
    clock.advance(duration);
    nodes.forEach(node -> node.pass(Duration.ZERO));
  }
}
