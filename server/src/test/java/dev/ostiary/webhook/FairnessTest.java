package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.testing.WebhookReceiver.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An endpoint in trouble keeps nobody else waiting.
class FairnessTest {
  private static final int HEALTHY = 10;

  /// So that all of them together keep fewer connections than the 200 beyond which the JDK's server
  /// closes those that rest, just when the next request may be on its way.
  private static final Pace GENTLE = new Pace(16, 0);

  private final WebhookReceiver receiver = new WebhookReceiver();
  private final DeliveryWorld world = DeliveryWorld.alone();
  private final List<Endpoint> healthy = new ArrayList<>();

  @BeforeEach
  void serve() {
    IntStream.range(0, HEALTHY).forEach(i -> healthy.add(world.endpoint(receiver.url(), GENTLE)));
  }

  @AfterEach
  void close() {
    world.close();
    receiver.close();
  }

  @Test
  void aReceiverThatNeverAnswersDelaysNobody() {
    CountDownLatch never = new CountDownLatch(1);
    try (WebhookReceiver dead = new WebhookReceiver()) {
      dead.answer(request -> {
        await(never);
        return new Answer(200);
      });
      world.endpoint(dead.url(), Pace.DEFAULT);
      othersAreDelivered(100);
      assertThat(dead.isQuiet()).isFalse();
      never.countDown();
    }
  }

  @Test
  void aReceiverThatSendsAByteNowAndThenDelaysNobody() throws IOException {
    CountDownLatch end = new CountDownLatch(1);
    try (ServerSocket dripping = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> drip(dripping, end));
      world.endpoint("http://127.0.0.1:" + dripping.getLocalPort() + "/", Pace.DEFAULT);
      othersAreDelivered(50);
      end.countDown();
    }
  }

  /// Begins an answer and never ends it.
  private static void drip(ServerSocket server, CountDownLatch end) {
    try {
      while (end.getCount() > 0) {
        Socket socket = server.accept();
        Thread.startVirtualThread(() -> {
          try (socket) {
            socket.getOutputStream().write('H');
            socket.getOutputStream().flush();
            await(end);
          } catch (IOException e) {
            // it was left
          }
        });
      }
    } catch (IOException e) {
      // closed by the test
    }
  }

  @Test
  void anEndpointWithALongBacklogDelaysNobody() {
    CountDownLatch open = new CountDownLatch(1);
    try (WebhookReceiver slow = new WebhookReceiver()) {
      slow.answer(request -> {
        await(open);
        return new Answer(200);
      });
      Endpoint behind = world.endpoint(slow.url(), new Pace(1, 0));
      List<Event> events = othersAreDelivered(100);
      assertThat(world.delivery(behind, events.getLast()).status())
          .isEqualTo(Delivery.Status.PENDING);
      open.countDown();
      events.forEach(event -> world.await(behind, event, Delivery.Status.SUCCESS));
    }
  }

  private List<Event> othersAreDelivered(int count) {
    List<Event> events =
        IntStream.range(0, count).mapToObj(i -> world.append(100 + i % 50)).toList();
    for (Endpoint endpoint : healthy) {
      world.await(endpoint, events.getLast(), Delivery.Status.SUCCESS);
    }
    for (int i = 0; i < count * HEALTHY; i++) {
      receiver.next();
    }
    return events;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
