package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.testing.WebhookReceiver;
import dev.ostiary.testing.WebhookReceiver.Answer;
import dev.ostiary.testing.WebhookReceiver.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The server dies (SIGKILL) at every step of the story and comes back on the same database: every
/// event arrives, in order, and none that did not happen. One that was on its way may come again,
/// as the very same bytes under the same id.
class KilledServerTest {
  private static final String NODES_ARE_DEAD =
      "update node set leased_until = now() - interval '1 second'";
  private static final int PATIENCE_SECONDS = 30;

  private final DatabaseConfig database = TestDatabase.freshConfig();
  private final Map<String, String> settings = new HashMap<>(TestServer.settings(database));
  private final WebhookReceiver receiver = new WebhookReceiver();
  private ServerProcess server;
  private ServerProcess.Credentials credentials;
  private String secret;

  @BeforeEach
  void start() throws IOException {
    settings.put("OSTIARY_PORT", String.valueOf(freePort()));
    server = ServerProcess.start(settings);
    credentials = Objects.requireNonNull(server.credentials());
    ObjectNode endpoint = Json.object().put("url", receiver.url()).put("name", "App");
    secret =
        server
            .rest(credentials)
            .post("/api/v1/webhooks/endpoints", endpoint)
            .path("secret")
            .asText();
  }

  @AfterEach
  void stop() {
    server.close();
    receiver.close();
  }

  @Test
  void nothingIsLostWhenItIsKilledAfterEachCall() throws SQLException {
    List<Story> stories = List.of(new Story("Acme"), new Story("Globex"));
    int steps = stories.getFirst().steps().size();

    for (int step = 0; step < steps; step++) {
      for (Story story : stories) {
        story.steps().get(step).call().accept(server.rest(credentials));
      }
      server.kill();
      restart();
    }

    List<Request> arrived = new ArrayList<>();
    for (Story story : stories) {
      arrivedUntilTheEndOf(story, arrived);
    }
    server.close();
    drain(arrived);
    for (Story story : stories) {
      assertTold(story, arrived);
    }
    assertThat(arrived)
        .extracting(Request::organization)
        .containsOnly(stories.get(0).organization(), stories.get(1).organization());
  }

  @Test
  void whatWasOnItsWayComesAgainWhenItIsKilledBeforeTheAnswer() throws SQLException {
    Story story = new Story("Acme");
    BlockingQueue<Request> held = new LinkedBlockingQueue<>();
    CountDownLatch over = new CountDownLatch(1);
    Set<String> seen = ConcurrentHashMap.newKeySet();
    receiver.answer(request -> {
      if (seen.add(request.id())) {
        held.add(request);
        await(over);
      }
      return new Answer(200);
    });

    for (Story.Step step : story.steps()) {
      step.call().accept(server.rest(credentials));
      for (String type : step.events()) {
        Request first = next(held);
        assertThat(first.type()).as(step.name()).isEqualTo(type);
        server.kill();
        restart();
      }
    }

    List<Request> arrived = new ArrayList<>();
    for (int attempt = 0; attempt < 2 * story.events().size(); attempt++) {
      arrived.add(receiver.next());
    }
    server.close();
    drain(arrived);
    over.countDown();
    assertTold(story, arrived);
    assertThat(arrived)
        .as("each came before its server was killed, and once more")
        .hasSize(2 * story.events().size());
  }

  /// The next server does not wait for the lease of the killed one to run out: that time passes
  /// here.
  private void restart() throws SQLException {
    try (Connection connection = TestDatabase.connect(database);
        var statement = connection.createStatement()) {
      statement.execute(NODES_ARE_DEAD);
    }
    server = ServerProcess.start(settings);
    assertThat(server.credentials()).as("a restart makes no second environment").isNull();
  }

  private void arrivedUntilTheEndOf(Story story, List<Request> arrived) {
    while (arrived.stream().noneMatch(request -> isEndOf(story, request))) {
      arrived.add(receiver.next());
    }
  }

  private static boolean isEndOf(Story story, Request request) {
    return request.organization().equals(story.organization())
        && request.type().equals("organization.deleted");
  }

  private void drain(List<Request> arrived) {
    for (Request more = receiver.poll(0, TimeUnit.SECONDS);
        more != null;
        more = receiver.poll(0, TimeUnit.SECONDS)) {
      arrived.add(more);
    }
  }

  /// Repetitions come right behind the first arrival and are the same; without them the events are
  /// the story's.
  private void assertTold(Story story, List<Request> arrived) {
    List<Request> events = new ArrayList<>();
    for (Request request : arrived) {
      if (request.organization().equals(story.organization())) {
        assertThat(request.verifiedBy(secret)).isTrue();
        if (!events.isEmpty() && events.getLast().id().equals(request.id())) {
          assertThat(request.body()).isEqualTo(events.getLast().body());
        } else {
          events.add(request);
        }
      }
    }
    assertThat(events).extracting(Request::type).isEqualTo(story.events());
    assertThat(events).extracting(Request::id).doesNotHaveDuplicates();
  }

  private static Request next(BlockingQueue<Request> held) {
    try {
      Request request = held.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(request).as("a webhook on its way").isNotNull();
      return request;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The server's URL is the issuer of its tokens, so each start must be on the same port.
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
