package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.testing.OidcProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an owner chooses for the whole environment, and where it is seen.
class SettingsPagesTest {
  private static final String PATH = "/dashboard/settings";

  private static TestServer server;
  private static OidcProvider provider;
  private static PageClient owner;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    provider = new OidcProvider(InstantSource.system());
    owner = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
  }

  @AfterAll
  static void stop() {
    provider.close();
    server.close();
  }

  private static AggregatedHttpResponse save(String field, String value) {
    Map<String, String> form = new HashMap<>();
    form.put("csrf", owner.token());
    form.put("name", "Initrode");
    form.put("logo_url", "https://cdn.initrode.example/logo.svg");
    form.put("accent_color", "#0b57d0");
    form.put("test_first", "on");
    if (value.isEmpty()) {
      form.remove(field);
    } else {
      form.put(field, value);
    }
    return owner.post(PATH, form, Map.of());
  }

  private static PageClient admin() {
    AggregatedHttpResponse made =
        owner.post(
            "/dashboard/organizations/new",
            Map.of("csrf", owner.token(), "display_name", "Megasoft"),
            Map.of());
    String links = made.headers().get("location") + "/links";
    Matcher link =
        Pattern.compile("data-copy=\"([^\"]+/magicLink/[^\"]+)\"")
            .matcher(owner.post(links, Map.of("csrf", owner.token()), Map.of()).contentUtf8());
    assertThat(link.find()).isTrue();
    PageClient admin = new PageClient(server.url());
    admin.keep(admin.post(URI.create(link.group(1)).getPath(), Map.of(), Map.of()));
    return admin;
  }

  @Test
  void thePortalShowsTheApp() {
    assertThat(save("name", "Initrode").status().code()).isEqualTo(200);

    String portal = admin().get("/portal").contentUtf8();

    assertThat(portal)
        .contains("src=\"https://cdn.initrode.example/logo.svg\"")
        .contains("alt=\"Initrode\"")
        .contains("href=\"/assets/accent/0b57d0.css\"");
    AggregatedHttpResponse style = owner.get("/assets/accent/0b57d0.css");
    assertThat(style.headers().get("content-type")).startsWith("text/css");
    assertThat(style.contentUtf8()).contains("--accent: #0b57d0;");
    assertThat(owner.get("/assets/accent/red.css").status().code()).isEqualTo(404);
  }

  @Test
  void thePagesOfASignInShowTheAppInAStyleThatTheirPolicyLetsThrough() {
    save("name", "Initrode");

    AggregatedHttpResponse page = new PageClient(server.url()).get("/oauth/authorize");

    assertThat(page.contentUtf8())
        .contains("<span>Initrode</span>")
        .contains("https://cdn.initrode.example/logo.svg")
        .contains("--accent:#0b57d0");
    Matcher style = Pattern.compile("(?s)<style>(.*)</style>").matcher(page.contentUtf8());
    assertThat(style.find()).isTrue();
    String hash =
        Base64.getEncoder()
            .encodeToString(Digests.sha256(style.group(1).getBytes(StandardCharsets.UTF_8)));
    assertThat(page.headers().get("content-security-policy"))
        .contains("style-src 'sha256-" + hash + "'")
        .contains("img-src https:")
        .doesNotContain("unsafe");
  }

  @ParameterizedTest
  @CsvSource({
    "accent_color, #ffff00, contrast",
    "accent_color, red, expected a color such as",
    "logo_url, http://cdn.initrode.example/logo.svg, expected https",
    "logo_url, logo.svg, expected an absolute URL"
  })
  void whatCannotBeShownIsToldOfAtItsField(String field, String value, String message) {
    AggregatedHttpResponse answer = save(field, value);

    assertThat(answer.status().code()).isEqualTo(422);
    assertThat(answer.contentUtf8())
        .contains("aria-invalid")
        .contains(message)
        .contains("value=\"" + value + "\"");
  }

  @Test
  void theRestIsShown() {
    assertThat(owner.get(PATH).contentUtf8())
        .contains("Redirect URIs")
        .contains("OSTIARY_RETENTION_DAYS")
        .contains("30 days");
  }

  @Test
  void whetherATestComesFirstIsTheOwnersChoice() {
    save("test_first", "on");
    PageClient admin = admin();
    String token = token(admin);
    String connection =
        admin
            .post(
                "/portal/connections/new", Map.of("csrf", token, "guide", "generic-oidc"), Map.of())
            .headers()
            .get("location");
    Map<String, String> entered =
        Map.of(
            "csrf",
            token,
            "seen",
            seen(admin, connection),
            "oidc_config.issuer",
            provider.issuer(),
            "oidc_config.client_id",
            OidcProvider.CLIENT,
            "oidc_config.client_secret",
            "our secret of theirs");
    admin.post(connection + "/configure", entered, Map.of());

    assertThat(enable(admin, connection, token)).contains("Test the sign-in first");
    save("test_first", "");
    assertThat(enable(admin, connection, token)).contains("Your people can sign in now.");
  }

  private static String enable(PageClient admin, String connection, String token) {
    return admin
        .post(
            connection + "/enable",
            Map.of("csrf", token, "seen", seen(admin, connection)),
            Map.of())
        .contentUtf8();
  }

  private static String token(PageClient admin) {
    return found("name=\"csrf\" value=\"([^\"]+)\"", admin.get("/portal/connections/new"));
  }

  private static String seen(PageClient admin, String connection) {
    return found("name=\"seen\" value=\"([0-9]+)\"", admin.get(connection));
  }

  private static String found(String pattern, AggregatedHttpResponse page) {
    Matcher matcher = Pattern.compile(pattern).matcher(page.contentUtf8());
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }
}
