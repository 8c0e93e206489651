package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.WebhookReceiver;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an operator sees of deliveries, and does about them, beside the way on which all is well.
class WebhookPagesTest {
  /// What a browser or a terminal would act on.
  private static final String HOSTILE = "</pre><script>alert(1)</script>\u001b[2J";

  private static TestServer server;
  private static WebhookReceiver receiver;
  private static PageClient operator;
  private static String endpoint;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    receiver = new WebhookReceiver();
    receiver.answer(request ->
        failing(request)
            ? new WebhookReceiver.Answer(500, Map.of("Content-Type", "text/html"), HOSTILE)
            : new WebhookReceiver.Answer(200));
    operator = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
    endpoint =
        "/dashboard/webhooks/"
            + server
                .rest()
                .post(
                    "/api/v1/webhooks/endpoints",
                    Json.object().put("url", receiver.url()).put("name", "App"))
                .path("endpoint")
                .path("id")
                .asText();
  }

  private static boolean failing(WebhookReceiver.Request request) {
    return request.body().contains("Megasoft");
  }

  @AfterAll
  static void stop() {
    receiver.close();
    server.close();
  }

  private static AggregatedHttpResponse sendTest(String type) {
    return operator.post(
        endpoint + "/test", Map.of("csrf", operator.token(), "test_type", type), Map.of());
  }

  @Test
  void aTestEventIsSentAndShown() {
    AggregatedHttpResponse answer = sendTest("organization.sso_enabled");

    assertThat(answer.status().code()).isEqualTo(303);
    String delivery = answer.headers().get("location", "");
    WebhookReceiver.Request request = receiver.next();
    while (!delivery.endsWith(request.id())) {
      request = receiver.next();
    }
    assertThat(request.type()).isEqualTo("organization.sso_enabled");
    assertThat(request.header("ostiary-test")).isEqualTo("true");
    assertThat(awaitOn(delivery, "webhook-signature"))
        .contains("POST " + receiver.url())
        .contains("webhook-timestamp: " + request.header("webhook-timestamp"))
        .contains("webhook-signature: " + request.header("webhook-signature"))
        .contains("ostiary-test: true");
    assertThat(operator.get(endpoint).contentUtf8()).contains("a test");
  }

  @Test
  void aTypeThatThereIsNotIsNotSent() {
    AggregatedHttpResponse answer = sendTest("organization.renamed");

    assertThat(answer.status().code()).isEqualTo(422);
    assertThat(answer.contentUtf8()).contains("organization.renamed").contains("expected one of");
  }

  @Test
  void aBlockedLaneIsShownWithItsReason() {
    assertThat(operator.get(endpoint + "/lanes").contentUtf8()).contains("No lane waits.");

    server.rest().post("/api/v1/organizations", Json.object().put("display_name", "Megasoft"));

    String page = awaitOn(endpoint + "/lanes", "status 500");
    assertThat(page).contains("organization.created").contains("1 attempt");
  }

  @Test
  void whatAReceiverAnswersIsShownAsTextWhateverItIs() {
    server.rest().post("/api/v1/organizations", Json.object().put("display_name", "Megasoft"));
    WebhookReceiver.Request request = receiver.next();
    while (!failing(request)) {
      request = receiver.next();
    }

    assertThat(awaitOn(endpoint + "/deliveries/" + request.id(), "The answer"))
        .contains("&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>alert", "</pre></pre>");
  }

  @Test
  void anOpenPageIsToldOfEachNewEvent() {
    try (Stream<String> lines = operator.follow(endpoint + "/live")) {
      server.rest().post("/api/v1/organizations", Json.object().put("display_name", "Initech"));

      assertThat(lines.filter(line -> line.startsWith("event:")).findFirst())
          .contains("event: change");
    }
  }

  @Test
  void nobodyElseFollowsAnEndpoint() {
    assertThat(new PageClient(server.url()).get(endpoint + "/live").status().code()).isEqualTo(303);
    assertThat(operator.get("/dashboard/webhooks/whe_1/live").status().code()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?minutes=60&type=organization.created&status=SUCCESS&organization=org_1",
        "?minutes=&type=&status=&organization="
      })
  void aFilterThatThereIsNarrowsTheList(String query) {
    AggregatedHttpResponse answer = operator.get(endpoint + query);

    assertThat(answer.status().code()).isEqualTo(200);
    assertThat(answer.contentUtf8()).doesNotContain("aria-invalid");
  }

  @ParameterizedTest
  @CsvSource({
    "status=LOST, expected one of [PENDING",
    "type=organization.renamed, expected one of [organization.created",
    "minutes=soon, expected a number of minutes",
    "organization=Megasoft, org_"
  })
  void aFilterThatThereIsNotIsToldOfAtItsField(String query, String message) {
    AggregatedHttpResponse answer = operator.get(endpoint + "?" + query);

    assertThat(answer.status().code()).isEqualTo(422);
    assertThat(answer.contentUtf8()).contains("aria-invalid").contains(message);
  }

  /// Looks at a page until it has a text; deliveries are made while we look.
  private static String awaitOn(String path, String text) {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    String page = operator.get(path).contentUtf8();
    while (!page.contains(text) && System.nanoTime() < end) {
      page = operator.get(path).contentUtf8();
    }
    assertThat(page).contains(text);
    return page;
  }
}
