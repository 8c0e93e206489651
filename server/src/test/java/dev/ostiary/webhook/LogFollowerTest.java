package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.event.LogWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How events get from the log to the lanes of one endpoint, when it is told to rest meanwhile.
class LogFollowerTest {
  /// More than a page, so that a second one is read while the first waits in memory.
  private static final int EVENTS = 700;

  private final DeliveryWorld world = DeliveryWorld.alone();
  private final Lanes lanes = new Lanes(Ordering.PER_ORGANIZATION, 0);
  private BooleanSupplier resting = () -> false;
  private final LogFollower follower =
      new LogFollower(
          workplace(), ENVIRONMENT, lanes, event -> true, () -> resting.getAsBoolean(), () -> {});

  private Workplace workplace() {
    Announcements announcements =
        new Announcements(new LogWriter(world.log, world.ids, world.clock));
    return new Workplace(
        world.log,
        world.tail,
        new Sender(world.client, world.clock, new Random(1)),
        new Recorder(world.database, new DeliveryStore(), announcements, 1),
        new EventRoom(),
        new RequestRoom(),
        (destination, reason) -> {},
        world.clock,
        Runnable::run);
  }

  @AfterEach
  void close() {
    follower.close();
    world.close();
  }

  @Test
  void everyEventIsOfferedInItsOrder() {
    appendAll();
    follower.nudge();
    assertThat(sent()).containsExactlyElementsOf(all());
  }

  /// Whether it rests is asked at every step, so the answer is where others may come between.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void whatIsLetGoOfWhileAPageIsReadIsReadAgain(int step) {
    appendAll();
    int[] steps = {0};
    resting =
        () -> {
          if (lanes.load() > 0 && ++steps[0] == step) {
            follower.shed();
          }
          return false;
        };
    follower.nudge();
    assertThat(sent()).containsExactlyElementsOf(all());
  }

  private void appendAll() {
    for (int i = 1; i <= EVENTS; i++) {
      world.append(10 + i);
    }
    world.webhooks.dispatcher().runDue();
  }

  private static List<Long> all() {
    return LongStream.rangeClosed(1, EVENTS).boxed().toList();
  }

  /// The positions of what may be sent, one after the other, until nothing comes any more.
  private List<Long> sent() {
    List<Long> positions = new ArrayList<>();
    for (Event event = next(); event != null; event = next()) {
      positions.add(event.position());
      lanes.settled(event);
    }
    return positions;
  }

  private @Nullable Event next() {
    if (!lanes.isReady()) {
      follower.nudge();
    }
    return lanes.next();
  }
}
