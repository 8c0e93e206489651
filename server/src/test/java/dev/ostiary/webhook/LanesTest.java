package dev.ostiary.webhook;

import static dev.ostiary.webhook.SampleEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LanesTest {
  private static final long ACME = 10;
  private static final long GLOBEX = 20;

  private final Lanes lanes = new Lanes(Ordering.PER_ORGANIZATION, 0);

  @Test
  void inALaneTheNextEventWaitsUntilTheOneBeforeIsSettled() {
    Event first = event(1, ACME, 1);
    Event second = event(2, ACME, 2);
    lanes.offer(first);
    lanes.offer(second);

    assertThat(lanes.next()).isSameAs(first);
    assertThat(lanes.next()).isNull();
    lanes.settled(first);
    assertThat(lanes.next()).isSameAs(second);
  }

  @Test
  void lanesDoNotWaitForEachOther() {
    lanes.offer(event(1, ACME, 1));
    Event other = event(2, GLOBEX, 1);
    lanes.offer(other);

    assertThat(lanes.next()).isNotNull();
    assertThat(lanes.next()).isSameAs(other);
  }

  @Test
  void withoutOrderingNothingWaits() {
    Lanes unordered = new Lanes(Ordering.NONE, 0);
    unordered.offer(event(1, ACME, 1));
    unordered.offer(event(2, ACME, 2));

    assertThat(unordered.next()).isNotNull();
    assertThat(unordered.next()).isNotNull();
  }

  @Test
  void theCursorStaysBeforeTheFirstEventThatIsNotSettled() {
    Event slow = event(1, ACME, 1);
    Event quick = event(2, GLOBEX, 1);
    lanes.offer(slow);
    lanes.offer(quick);
    lanes.readTo(5);
    assertThat(lanes.cursor(Set.of())).isZero();

    lanes.settled(quick);
    assertThat(lanes.cursor(Set.of())).isZero();
    assertThat(lanes.cursor(Set.of(1L))).isEqualTo(5);
    lanes.settled(slow);
    assertThat(lanes.cursor(Set.of())).isEqualTo(5);
  }

  @Test
  void aParkedLaneLetsTheCursorPassAndKeepsNothingInMemory() {
    Event failed = event(1, ACME, 1);
    lanes.offer(failed);
    lanes.offer(event(2, ACME, 2));
    lanes.next();
    lanes.parked(failed);
    lanes.offer(event(3, ACME, 3));
    lanes.readTo(3);

    assertThat(lanes.load()).isZero();
    assertThat(lanes.next()).isNull();
    assertThat(lanes.cursor(Set.of())).isEqualTo(3);
  }

  @Test
  void aParkedLaneIsFreedOnlyWhenNothingWasLeftBehind() {
    Event failed = event(1, ACME, 1);
    lanes.offer(failed);
    lanes.next();
    lanes.parked(failed);
    lanes.offer(event(2, ACME, 2));

    assertThat(lanes.freed(ACME, 1)).isFalse();
    assertThat(lanes.freed(ACME, 2)).isTrue();
    Event next = event(3, ACME, 3);
    lanes.offer(next);
    assertThat(lanes.next()).isSameAs(next);
  }

  @Test
  void anEventIsOfferedOnceHoweverItArrives() {
    Event first = event(1, ACME, 1);
    lanes.offer(first);
    lanes.offer(first);
    lanes.next();
    lanes.settled(first);
    lanes.offer(first);
    lanes.settledBefore(2);
    lanes.offer(event(2, ACME, 2));
    assertThat(lanes.next()).isNull();

    lanes.readTo(2);
    lanes.offer(first);
    assertThat(lanes.next()).isNull();
  }

  @Test
  void whatIsShedIsOfferedAgainAndNothingElse() {
    Event underWay = event(1, ACME, 1);
    Event behind = event(2, ACME, 2);
    Event ready = event(3, GLOBEX, 1);
    lanes.offer(underWay);
    assertThat(lanes.next()).isSameAs(underWay);
    lanes.offer(behind);
    lanes.offer(ready);
    lanes.readTo(5);
    lanes.settledBefore(7);

    lanes.shed();
    assertThat(lanes.load()).isEqualTo(1);
    assertThat(lanes.next()).isNull();
    assertThat(lanes.readTo()).isEqualTo(1);
    assertThat(lanes.cursor(Set.of(1L))).isEqualTo(1);

    lanes.offer(underWay);
    lanes.offer(behind);
    lanes.offer(ready);
    lanes.offer(event(7, 30, 1));
    assertThat(lanes.next()).isSameAs(ready);
    assertThat(lanes.next()).isNull();
    lanes.settled(underWay);
    assertThat(lanes.next()).isSameAs(behind);
  }

  /// Plays a receiver that fails at random against the lanes, as a courier would, and checks that
  /// every event is delivered once and in the order of its lane, and that the cursor never passes
  /// one that is neither settled nor in a parked lane.
  @Property(tries = 300)
  void whateverFailsEveryLaneIsDeliveredInOrder(@ForAll @LongRange long seed) {
    Random random = new Random(seed);
    Lanes lanes = new Lanes(Ordering.PER_ORGANIZATION, 0);
    Map<Long, Long> sequences = new HashMap<>();
    List<Event> log = new ArrayList<>();
    for (long position = 1; position <= 60; position++) {
      long organization = 10 + random.nextInt(4);
      log.add(event(position, organization, sequences.merge(organization, 1L, Long::sum)));
    }
    List<Event> delivered = new ArrayList<>();
    List<Event> underWay = new ArrayList<>();
    Map<Long, Long> parked = new HashMap<>();
    int offered = 0;
    int visible = 0;
    while (delivered.size() < log.size()) {
      if (offered < log.size() && random.nextBoolean()) {
        lanes.offer(log.get(offered++));
        lanes.readTo(offered);
        visible = Math.max(visible, offered);
      } else if (random.nextInt(10) == 0) {
        lanes.shed();
        offered = (int) lanes.readTo();
      }
      Event next = lanes.next();
      if (next != null) {
        underWay.add(next);
      }
      if (!underWay.isEmpty() && random.nextBoolean()) {
        Event event = underWay.remove(random.nextInt(underWay.size()));
        if (random.nextInt(3) == 0) {
          parked.put(event.stream().number(), event.sequence() - 1);
          lanes.parked(event);
        } else {
          delivered.add(event);
          lanes.settled(event);
        }
      }
      if (!parked.isEmpty() && random.nextBoolean()) {
        long lane = parked.keySet().iterator().next();
        drain(lanes, lane, parked, log.subList(0, visible), delivered);
      }
      long cursor = lanes.cursor(Set.of());
      Set<Event> done = new HashSet<>(delivered);
      assertThat(log.subList(0, (int) cursor))
          .allMatch(e -> done.contains(e) || parked.containsKey(e.stream().number()));
    }

    assertThat(delivered).doesNotHaveDuplicates();
    for (long organization : sequences.keySet()) {
      assertThat(delivered.stream().filter(e -> e.stream().number() == organization))
          .extracting(Event::sequence)
          .isSorted();
    }
  }

  private static void drain(
      Lanes lanes, long lane, Map<Long, Long> parked, List<Event> visible, List<Event> delivered) {
    for (Event event : visible) {
      if (event.stream().number() == lane && event.sequence() > parked.get(lane)) {
        delivered.add(event);
        lanes.settledBefore(event.position());
        parked.put(lane, event.sequence());
      }
    }
    if (lanes.freed(lane, parked.get(lane))) {
      parked.remove(lane);
    }
  }
}
