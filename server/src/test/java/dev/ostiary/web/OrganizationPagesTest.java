package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an operator sees of customers, and does for them.
class OrganizationPagesTest {
  private static TestServer server;
  private static PageClient operator;

  private String organization;
  private String page;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    operator = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void create() {
    organization =
        server
            .rest()
            .post("/api/v1/organizations", Json.object().put("display_name", "Megasoft"))
            .path("organization")
            .path("id")
            .asText();
    page = "/dashboard/organizations/" + organization;
  }

  @Test
  void aFirstLookFetchesLittleAndOnlyFromHere() {
    AggregatedHttpResponse list = operator.get("/dashboard/organizations");
    int bytes = list.content().length();
    Matcher file =
        Pattern.compile("(?:src|href)=\"([^\"]+\\.(?:js|css|svg))\"").matcher(list.contentUtf8());
    int files = 0;
    while (file.find()) {
      assertThat(file.group(1)).startsWith("/assets/");
      bytes += operator.get(file.group(1)).content().length();
      files++;
    }

    assertThat(files).isEqualTo(4);
    assertThat(bytes).as("even without compression").isLessThan(100_000);
  }

  private AggregatedHttpResponse addDomain(String name, String basis) {
    return operator.post(
        page + "/domains",
        Map.of("csrf", operator.token(), "domain", name, "basis", basis),
        Map.of());
  }

  private String domains() {
    return operator.get(page + "/domains").contentUtf8();
  }

  @Test
  void aClaimedDomainIsShownWithItsRecordUntilItIsRemoved() {
    assertThat(addDomain("claimed.example", "CLAIMED").status().code()).isEqualTo(303);

    assertThat(domains())
        .contains("Waiting for the record")
        .contains("data-copy=\"_ostiary-verification.claimed.example\"");
    Matcher text = Pattern.compile("data-copy=\"(dom_[0-9]+)=[^\"]+\"").matcher(domains());
    assertThat(text.find()).isTrue();

    operator.post(
        page + "/domains/" + text.group(1) + "/delete", Map.of("csrf", operator.token()), Map.of());
    assertThat(domains()).doesNotContain("claimed.example");
  }

  @Test
  void theAuditLogIsReadableInEveryScript() {
    operator.post(
        "/dashboard/organizations/new",
        Map.of("csrf", operator.token(), "display_name", "Größe 大"),
        Map.of());

    assertThat(operator.get("/dashboard/audit").contentUtf8())
        .contains("Größe 大")
        .doesNotContain("\\u");
  }

  @Test
  void aDomainThatTheOperatorVouchesForCountsAtOnce() {
    addDomain("vouched.example", "VOUCHED");

    assertThat(domains()).contains("Verified").doesNotContain("_ostiary-verification");
  }

  @Test
  void whatIsNoDomainIsToldOfAtItsField() {
    AggregatedHttpResponse answer = addDomain("not a domain", "CLAIMED");

    assertThat(answer.status().code()).isEqualTo(422);
    assertThat(answer.contentUtf8()).contains("aria-invalid").contains("value=\"not a domain\"");
  }

  @Test
  void aDomainThatAnotherOrganizationHasIsRefused() {
    addDomain("taken.example", "VOUCHED");
    create();

    AggregatedHttpResponse answer = addDomain("taken.example", "VOUCHED");

    assertThat(answer.status().code()).isEqualTo(422);
    assertThat(answer.contentUtf8()).contains("another organization of this environment");
  }
}
