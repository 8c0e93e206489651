package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.ostiary.app.TestServer;
import java.net.URI;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What strangers try with the pages: forging forms, framing, guessing sessions, reusing links.
class PageSecurityTest {
  private static final String NEW = "/dashboard/organizations/new";

  private static TestServer server;
  private static PageClient owner;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    owner = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Map<String, String> form(String name) {
    return Map.of("csrf", owner.token(), "display_name", name);
  }

  private static boolean exists(String name) {
    return owner.get("/dashboard/organizations").contentUtf8().contains(name);
  }

  @ParameterizedTest
  @CsvSource({"same-origin", "none"})
  void aFormOfOurOwnPageIsTaken(String site) {
    AggregatedHttpResponse answer =
        owner.post(
            NEW,
            form("Own " + site),
            Map.of("origin", server.url().toString(), "sec-fetch-site", site));

    assertThat(answer.status().code()).isEqualTo(303);
    assertThat(exists("Own " + site)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "origin, https://evil.example",
    "origin, null",
    "origin, http://localhost:1",
    "sec-fetch-site, cross-site",
    "sec-fetch-site, same-site"
  })
  void aFormOfAnotherSiteIsRefusedEvenWithTheToken(String header, String value) {
    AggregatedHttpResponse answer = owner.post(NEW, form("Forged"), Map.of(header, value));

    assertThat(answer.status().code()).isEqualTo(403);
    assertThat(exists("Forged")).isFalse();
  }

  @Test
  void aFormWithoutTheSessionsTokenIsRefused() {
    PageClient other = new PageClient(server.url());
    assertThat(owner.post(NEW, Map.of("display_name", "Forged"), Map.of()).status().code())
        .isEqualTo(403);
    assertThat(
            owner
                .post(NEW, Map.of("display_name", "Forged", "csrf", "guess"), Map.of())
                .status()
                .code())
        .isEqualTo(403);
    assertThat(other.post(NEW, form("Forged"), Map.of()).status().code()).isEqualTo(401);
    assertThat(exists("Forged")).isFalse();
  }

  @Test
  void aBodyThatIsNoFormHasNoToken() {
    AggregatedHttpResponse answer =
        owner.post(NEW, form("Forged"), Map.of("content-type", "text/plain"));

    assertThat(answer.status().code()).isEqualTo(403);
    assertThat(exists("Forged")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dashboard/login",
        "/dashboard/organizations",
        "/dashboard/organizations/org_1",
        "/dashboard/nowhere"
      })
  void everyPageHasThePolicyAndCannotBeFramed(String path) {
    AggregatedHttpResponse answer = owner.get(path);

    assertThat(answer.headers().get("content-security-policy", ""))
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'")
        .contains("base-uri 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().get("x-frame-options")).isEqualTo("DENY");
    assertThat(answer.headers().get("x-content-type-options")).isEqualTo("nosniff");
    assertThat(answer.headers().get("cache-control")).isEqualTo("no-store");
    assertThat(answer.headers().get("content-type")).isEqualTo("text/html; charset=utf-8");
  }

  @Test
  void aStrangerIsSentToSignInAndSeesNothing() {
    AggregatedHttpResponse answer =
        new PageClient(server.url()).get("/dashboard/organizations?q=x");

    assertThat(answer.status().code()).isEqualTo(303);
    assertThat(answer.headers().get("location")).isEqualTo("/dashboard/login");
  }

  @Test
  void theSessionCookieIsOutOfReachOfScripts() {
    PageClient stranger = new PageClient(server.url());
    AggregatedHttpResponse answer =
        stranger.post(URI.create(anotherLink()).getPath(), Map.of(), Map.of());

    assertThat(answer.headers().get("set-cookie"))
        .contains("; HttpOnly")
        .contains("; SameSite=Lax")
        .contains("; Path=/")
        .doesNotContain("Domain");
  }

  @Test
  void toLookAtALinkDoesNotUseItUp() {
    String path = URI.create(anotherLink()).getPath();
    PageClient scanner = new PageClient(server.url());
    for (int i = 0; i < 3; i++) {
      assertThat(scanner.get(path).status().code()).isEqualTo(200);
    }

    assertThat(scanner.post(path, Map.of(), Map.of()).status().code()).isEqualTo(303);
    AggregatedHttpResponse again = scanner.post(path, Map.of(), Map.of());
    assertThat(again.status().code()).isEqualTo(401);
    assertThat(again.headers().get("set-cookie")).isNull();
  }

  @Test
  void aLinkIsBuiltFromTheEnvironmentsUrlAlone() {
    AggregatedHttpResponse answer =
        owner.post(
            "/dashboard/operators",
            Map.of("csrf", owner.token(), "name", "Host", "role", "VIEWER"),
            Map.of("x-forwarded-host", "evil.example"));

    assertThat(answer.contentUtf8())
        .contains(server.url() + "/dashboard/login/")
        .doesNotContain("evil.example");
  }

  @Test
  void signingOutEndsTheSession() {
    PageClient leaving = PageClient.signedIn(server.url(), anotherLink(), "");
    assertThat(leaving.get("/dashboard/organizations").status().code()).isEqualTo(200);

    leaving.post("/dashboard/logout", Map.of("csrf", leaving.token()), Map.of());

    assertThat(leaving.get("/dashboard/organizations").status().code()).isEqualTo(303);
  }

  @Test
  void anAnswerSaysNothingOfTheInside() {
    AggregatedHttpResponse answer = owner.get("/dashboard/organizations/org_x");

    assertThat(answer.status().code()).isEqualTo(422);
    assertThat(owner.get("/dashboard/organizations/org_1").status().code()).isEqualTo(404);
    assertThat(answer.contentUtf8()).doesNotContain("Exception").doesNotContain("dev.ostiary");
  }

  private static String anotherLink() {
    AggregatedHttpResponse page =
        owner.post(
            "/dashboard/operators",
            Map.of("csrf", owner.token(), "name", "Bob", "role", "ADMIN"),
            Map.of());
    Matcher link =
        Pattern.compile("data-copy=\"([^\"]+/dashboard/login/[^\"]+)\"")
            .matcher(page.contentUtf8());
    assertThat(link.find()).isTrue();
    return link.group(1);
  }
}
