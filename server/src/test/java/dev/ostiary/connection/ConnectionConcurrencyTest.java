package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.event.Event;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionConcurrencyTest {
  private static final int THREADS = 16;
  private static final int ROUNDS = 25;

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void threadsThatToggleOneConnectionSeeEachOther() throws Exception {
    Connection connection = scene.completed(ConnectionType.OIDC);

    together(thread -> {
      for (int round = 0; round < ROUNDS; round++) {
        if ((thread + round) % 2 == 0) {
          scene.enable(connection);
        } else {
          scene.disable(connection);
        }
      }
      return true;
    });

    assertAlternating(toggles(scene.organization, connection));
    assertGapless(scene.organization);
    List<String> told = toggles(scene.organization, connection);
    boolean enabled = scene.connections.get(scene.environment, connection.id()).enabled();
    assertThat(told.getLast()).endsWith(enabled ? "enabled" : "disabled");
  }

  @Test
  void threadsThatToggleManyConnectionsOfOneOrganizationKeepItsOrder() throws Exception {
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      connections.add(scene.completed(ConnectionType.SAML));
    }

    together(thread -> {
      for (int round = 0; round < ROUNDS; round++) {
        scene.enable(connections.get(thread));
        scene.disable(connections.get(thread));
      }
      return true;
    });

    for (Connection connection : connections) {
      List<String> toggles = toggles(scene.organization, connection);
      assertThat(toggles).hasSize(2 * ROUNDS);
      assertAlternating(toggles);
    }
    assertGapless(scene.organization);
  }

  @Test
  void anOrganizationThatGoesTakesALateEnableWithIt() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      OrganizationId organization = scene.organization(scene.environment, "Racing");
      Connection connection =
          scene.connections.create(
              scene.environment,
              organization,
              NewConnection.of(ConnectionProvider.IDP_SIMULATOR, ConnectionType.OIDC),
              Scene.CAUSE);

      List<Boolean> done =
          together(thread -> {
            try {
              if (thread == 0) {
                scene.organizations.delete(scene.environment, organization, Scene.CAUSE);
              } else if (thread % 2 == 0) {
                scene.enable(connection);
              } else {
                scene.disable(connection);
              }
              return true;
            } catch (Problem e) {
              assertThat(e.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
              return false;
            }
          });

      assertThat(done.getFirst()).isTrue();
      List<String> types = scene.eventTypes(organization);
      assertThat(types)
          .endsWith("organization.sso_deleted", "organization.deleted")
          .containsOnlyOnce("organization.sso_deleted");
      assertAlternating(toggles(organization, connection));
      assertGapless(organization);
      assertThat(scene.connections.find(scene.environment, connection.id())).isEmpty();
    }
  }

  @Test
  void aConnectionThatIsDeletedTwiceAtOnceIsToldOfOnce() throws Exception {
    Connection connection = scene.connection(ConnectionType.OIDC);

    List<Boolean> done =
        together(thread -> {
          try {
            scene.delete(connection);
            return true;
          } catch (Problem e) {
            assertThat(e.kind()).isEqualTo(Problem.Kind.NOT_FOUND);
            return false;
          }
        });

    assertThat(done).containsOnlyOnce(true);
    assertThat(scene.eventTypes(scene.organization))
        .containsExactly("organization.sso_created", "organization.sso_deleted");
  }

  private List<String> toggles(OrganizationId organization, Connection connection) {
    return scene.events(organization).stream()
        .filter(event -> event.type().endsWith("abled"))
        .filter(event -> subject(event).equals(connection.id().toString()))
        .map(Event::type)
        .toList();
  }

  private static String subject(Event event) {
    String payload = new String(event.payload(), StandardCharsets.US_ASCII);
    return Json.parseObject(payload).at("/data/id").asText();
  }

  private static void assertAlternating(List<String> toggles) {
    for (int i = 0; i < toggles.size(); i++) {
      assertThat(toggles.get(i))
          .isEqualTo(i % 2 == 0 ? "organization.sso_enabled" : "organization.sso_disabled");
    }
  }

  private void assertGapless(OrganizationId organization) {
    List<Event> events = scene.events(organization);
    assertThat(events)
        .extracting(Event::sequence)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, events.size()).boxed().toList());
    assertThat(events).extracting(Event::position).isSorted();
  }

  private interface Work {
    boolean run(int thread) throws Exception;
  }

  /// Runs the work in all threads, which begin together; gives their results in order.
  private static List<Boolean> together(Work work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        tasks.add(() -> {
          start.await();
          return work.run(thread);
        });
      }
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> future : executor.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
