package dev.ostiary.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every method that the vendor's SDK for Node.js has for a service of ours: what it gives back,
/// and what it throws for an id that never was, for what makes no sense, without a token and
/// without the right to.
class NodeSdkServicesTest {
  private static JsonNode report;

  @BeforeAll
  static void run() {
    try (TestServer server = TestServer.start()) {
      report =
          Json.parseObject(
              NodeProgram.installed()
                  .run(
                      "services.mjs",
                      Map.of(
                          "SCALEKIT_ENVIRONMENT_URL", server.url().toString(),
                          "SCALEKIT_CLIENT_ID", server.clientId(),
                          "SCALEKIT_CLIENT_SECRET", server.clientSecret())));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyMethodAnswersAsAnAppExpects() {
    return StreamSupport.stream(report.path("cases").spliterator(), false)
        .map(one ->
            dynamicTest(
                one.path("method").asText() + ", " + one.path("name").asText(),
                () ->
                    assertThat(one.path("got").asText())
                        .as(one.toString())
                        .isEqualTo(one.path("expected").asText())));
  }

  @Test
  void noMethodOfTheSdkWasLeftOut() {
    assertThat(report.path("known"))
        .extracting(JsonNode::asText)
        .contains("organization.createOrganization", "connection.enableConnection")
        .hasSizeGreaterThan(40);
    assertThat(report.path("missing")).isEmpty();
    assertThat(report.path("cases")).hasSizeGreaterThan(150);
  }
}
