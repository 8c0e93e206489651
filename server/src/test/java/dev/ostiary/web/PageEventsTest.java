package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.ostiary.app.TestServer;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Browser;
import dev.ostiary.testing.OidcProvider;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What webhooks hear of each change that a person makes on a page: one event for each real change,
/// and none for what was refused, changed nothing, or is no event.
class PageEventsTest {
  private static final String CSRF = "name=\"csrf\" value=\"([^\"]+)\"";
  private static final String SEEN = "name=\"seen\" value=\"([0-9]+)\"";

  private static TestServer server;
  private static OidcProvider provider;
  private static PageClient operator;

  private PageClient admin;
  private String organization;

  /// Completed, and not enabled.
  private String connection;

  /// A way to change a connection, and what is heard of it.
  private enum Way {
    OPERATOR_CREATES(test -> test.operatorCreates("OKTA"), "organization.sso_created"),
    OPERATOR_CREATES_FROM_NOTHING(test -> test.operatorCreates("NOBODY")),
    OPERATOR_ENABLES(
        test -> {
          test.operate("enable");
          test.operate("enable");
        },
        "organization.sso_enabled"),
    OPERATOR_ENABLES_WITHOUT_THE_FORMS_TOKEN(
        test -> operator.post(test.dashboard() + "/enable", Map.of("csrf", "guessed"), Map.of())),
    OPERATOR_ENABLES_WHAT_IS_NOT_COMPLETE(
        test -> {
          test.connection = test.create();
          test.operate("enable");
        },
        "organization.sso_created"),
    OPERATOR_DISABLES(
        test -> {
          test.operate("enable");
          test.operate("disable");
          test.operate("disable");
        },
        "organization.sso_enabled",
        "organization.sso_disabled"),
    OPERATOR_DELETES(
        test -> {
          test.operate("enable");
          test.operate("delete");
          test.operate("delete");
        },
        "organization.sso_enabled",
        "organization.sso_deleted"),
    OPERATOR_CONFIGURES(test -> test.operate("configure", to("another-client"))),
    OPERATOR_SWAPS_A_DRAFT(
        test -> {
          test.operate("enable");
          test.operate("configure", to("another-client"));
          test.operate("adopt");
          assertThat(test.clientInUse()).isEqualTo("another-client");
          test.operate("roll-back");
          test.operate("configure", to("a-third-client"));
          test.operate("discard");
          assertThat(test.clientInUse()).isEqualTo(OidcProvider.CLIENT);
        },
        "organization.sso_enabled"),
    OPERATOR_DELETES_THE_ORGANIZATION(
        test -> {
          test.create();
          String path = "/dashboard/organizations/" + test.organization + "/delete";
          operator.post(path, Map.of("csrf", operator.token()), Map.of());
        },
        "organization.sso_created",
        "organization.sso_deleted",
        "organization.sso_deleted",
        "organization.deleted"),
    ADMIN_CREATES(
        test -> {
          String path = "/portal/connections/new";
          String csrf = found(CSRF, test.admin.get(path));
          test.admin.post(path, Map.of("csrf", csrf, "guide", "generic-oidc"), Map.of());
        },
        "organization.sso_created"),
    ADMIN_ENABLES_WITHOUT_A_TEST(test -> test.administer("enable")),
    ADMIN_ENABLES_AFTER_A_TEST(
        test -> {
          test.tryOut(true);
          test.administer("enable");
          test.administer("enable");
        },
        "organization.sso_test_succeeded",
        "organization.sso_enabled"),
    ADMIN_ENABLES_AFTER_A_TEST_THAT_FAILED(
        test -> {
          test.tryOut(false);
          test.administer("enable");
        },
        "organization.sso_test_failed"),
    ADMIN_SWAPS_A_DRAFT(
        test -> {
          test.operate("enable");
          test.administer("settings", Map.of("map.given_name", "sub", "jit", "on"));
          test.administer("adopt");
          test.tryOut(true);
          test.administer("adopt");
        },
        "organization.sso_enabled",
        "organization.sso_test_succeeded"),
    ADMIN_DISABLES(
        test -> {
          test.operate("enable");
          test.administer("delete");
          test.administer("disable");
          test.administer("disable");
        },
        "organization.sso_enabled",
        "organization.sso_disabled"),
    ADMIN_DELETES(test -> test.administer("delete"), "organization.sso_deleted");

    private final Consumer<PageEventsTest> steps;
    private final List<String> heard;

    Way(Consumer<PageEventsTest> steps, String... heard) {
      this.steps = steps;
      this.heard = List.of(heard);
    }
  }

  @BeforeAll
  static void start() {
    server = TestServer.start();
    provider = new OidcProvider(InstantSource.system());
    operator = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
  }

  @AfterAll
  static void stop() {
    provider.close();
    server.close();
  }

  @BeforeEach
  void aConnectionThatIsReady() {
    organization =
        server
            .rest()
            .post("/api/v1/organizations", Json.object().put("display_name", "Megasoft"))
            .at("/organization/id")
            .asText();
    connection = create();
    var change = Json.object().put("type", "OIDC").put("provider", "CUSTOM");
    change
        .putObject("oidc_config")
        .put("issuer", provider.issuer())
        .put("client_id", OidcProvider.CLIENT)
        .put("client_secret", "s3cret-of-ours");
    server.rest().patch(api() + "/" + connection, change);
    String link =
        server
            .rest()
            .put("/api/v1/organizations/" + organization + "/portal_links", Json.object())
            .at("/link/location")
            .asText();
    admin = new PageClient(server.url());
    admin.keep(admin.post(URI.create(link).getPath(), Map.of(), Map.of()));
  }

  private String api() {
    return "/api/v1/organizations/" + organization + "/connections";
  }

  private String create() {
    var wanted = Json.object().put("type", "OIDC").put("provider", "CUSTOM");
    return server.rest().post(api(), wanted).at("/connection/id").asText();
  }

  private String clientInUse() {
    return server
        .rest()
        .get(api() + "/" + connection)
        .at("/connection/oidc_config/client_id")
        .asText();
  }

  private String dashboard() {
    return "/dashboard/organizations/" + organization + "/connections/" + connection;
  }

  private void operatorCreates(String who) {
    operator.post(
        "/dashboard/organizations/" + organization + "/connections/new",
        Map.of("csrf", operator.token(), "provider", who, "type", "OIDC"),
        Map.of());
  }

  private static Map<String, String> to(String client) {
    return Map.of(
        "oidc_config.issuer",
        provider.issuer(),
        "oidc_config.client_id",
        client,
        "oidc_config.client_secret",
        "another secret",
        "oidc_config.authorize_uri",
        provider.issuer() + "/authorize",
        "oidc_config.token_uri",
        provider.issuer() + "/token",
        "oidc_config.jwks_uri",
        provider.issuer() + "/jwks",
        "oidc_config.pkce_enabled",
        "on");
  }

  private void operate(String step) {
    operate(step, Map.of());
  }

  private void operate(String step, Map<String, String> fields) {
    send(operator, dashboard(), step, fields);
  }

  private void administer(String step) {
    administer(step, Map.of());
  }

  private void administer(String step, Map<String, String> fields) {
    send(admin, "/portal/connections/" + connection, step, fields);
  }

  /// Sends the form of a step as the page has it now; a page that has gone has none.
  private static void send(PageClient who, String path, String step, Map<String, String> fields) {
    AggregatedHttpResponse page = who.get(path);
    Map<String, String> form = new HashMap<>(fields);
    if (page.status().isSuccess()) {
      form.put("csrf", found(CSRF, page));
      Matcher seen =
          Pattern.compile("action=\"[^\"]*/" + step + "\"(?:(?!</form>).)*" + SEEN)
              .matcher(page.contentUtf8());
      form.put("seen", seen.find() ? seen.group(1) : found(SEEN, page));
    }
    who.post(path + "/" + step, form, Map.of());
  }

  private static String found(String pattern, AggregatedHttpResponse page) {
    Matcher matcher = Pattern.compile(pattern).matcher(page.contentUtf8());
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  /// Signs in by way of what the portal offers for a test.
  private void tryOut(boolean well) {
    AggregatedHttpResponse page = admin.get("/portal/connections/" + connection);
    Browser browser = new Browser();
    URI request = browser.get(found("href=\"([^\"]+/test\\?revision=[0-9]+)\"", page)).location();
    browser.get(
        well
            ? provider.signIn(request)
            : OidcProvider.answer(Browser.parameters(request), Map.of("error", "access_denied")));
  }

  /// The types of the organization's events, oldest first.
  private List<String> events() {
    var filter = Json.object().put("organization_id", organization);
    // Those that only who names them is sent, too.
    EventType.wireNames().forEach(filter.putArray("event_types")::add);
    List<String> types = new ArrayList<>();
    for (JsonNode event : server.rest().post("/api/v1/events", filter).path("events")) {
      types.addFirst(event.path("type").asText());
    }
    return types;
  }

  @ParameterizedTest
  @EnumSource
  void whatIsHeardOf(Way way) {
    List<String> before = events();

    way.steps.accept(this);

    List<String> after = events();
    assertThat(after.subList(before.size(), after.size())).isEqualTo(way.heard);
  }
}
