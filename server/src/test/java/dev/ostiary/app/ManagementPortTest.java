package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.ostiary.platform.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the server tells its operator, and nobody else.
class ManagementPortTest {
  private static TestServer server;
  private static WebClient management;

  @BeforeAll
  static void start() throws IOException {
    int port = freePort();
    server = TestServer.start(Map.of("OSTIARY_MANAGEMENT_PORT", Integer.toString(port)));
    management = WebClient.of("http://127.0.0.1:" + port);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static AggregatedHttpResponse get(String path) {
    return management.get(path).aggregate().join();
  }

  @Test
  void aServerThatRunsIsAliveAndReady() {
    assertThat(get("/healthz").status().code()).isEqualTo(200);
    assertThat(get("/readyz").status().code()).isEqualTo(200);
  }

  @Test
  void thePublicPortHasNoneOfIt() {
    WebClient open = WebClient.of(server.url());
    for (String path : new String[] {"/metrics", "/healthz", "/readyz"}) {
      assertThat(open.get(path).aggregate().join().status().code()).as(path).isEqualTo(404);
    }
    assertThat(open.get("/keys").aggregate().join().status().code()).isEqualTo(200);
  }

  @Test
  void everyMetricIsDocumentedAndEveryDocumentedOneExists() throws IOException {
    server.rest().get("/api/v1/organizations");

    var told =
        Pattern.compile("^# TYPE (ostiary_\\w+) ", Pattern.MULTILINE)
            .matcher(get("/metrics").contentUtf8())
            .results()
            .map(match -> match.group(1))
            .filter(name -> !name.endsWith("_max"))
            .collect(Collectors.toCollection(TreeSet::new));
    var documented =
        Pattern.compile("^\\| `(ostiary_\\w+)` \\|", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("../docs/operations.md")))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(told).isEqualTo(documented);
  }

  @Test
  void callsAreCountedWithoutAnythingThatNamesAnybody() {
    server.rest().post("/api/v1/organizations", Json.object().put("display_name", "Very Private"));

    String counted =
        "method=\"scalekit.v1.organizations.OrganizationService/CreateOrganization\",status=\"OK\"";
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    String metrics;
    do { // a call is counted once its last byte has left
      metrics = get("/metrics").contentUtf8();
    } while (!metrics.contains(counted) && System.nanoTime() < end);

    assertThat(metrics).contains(counted).doesNotContain("org_", "env_", "skc_", "@", "Private");
  }
}
