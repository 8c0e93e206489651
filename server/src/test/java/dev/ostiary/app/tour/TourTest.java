package dev.ostiary.app.tour;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.app.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/// The tour as somebody takes it who has just started a server.
class TourTest {
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static int tour() {
    return new CommandLine(new Tour())
        .execute(
            "--url",
            server.plainUrl().toString(),
            "--client-id",
            server.clientId(),
            "--client-secret=" + server.clientSecret());
  }

  private static JsonNode signIns() {
    return server.rest().get("/api/v1/logs/authentication/requests").path("authRequests");
  }

  @Test
  void endsWithASignInWhereThereIsASimulatedConnection() {
    assertThat(tour()).as("without one, which it says").isZero();
    assertThat(signIns()).isEmpty();

    String connection = server.playground();
    assertThat(tour()).isZero();

    assertThat(signIns()).hasSize(1);
    assertThat(signIns().path(0).path("status").asText()).isEqualTo("SUCCESS");
    assertThat(signIns().path(0).path("email").asText()).isEqualTo("ada@example.com");
    assertThat(signIns().path(0).path("connection_id").asText()).isEqualTo(connection);
    assertThat(server.rest().get("/api/v1/webhooks/endpoints").path("endpoints"))
        .as("what the tour has left behind")
        .isEmpty();
  }
}
