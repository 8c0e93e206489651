package dev.ostiary.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The portal as an IT admin's browser meets it: the link, the steps, and the walls around it.
class PortalWayTest {
  private static final String CERTIFICATE_FIELD = "saml_config.idp_certificate";

  private static TestServer server;
  private static PageClient owner;
  private static String organization;
  private static String other;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    owner = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
    organization = made("Megasoft");
    other = made("Initech");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String made(String name) {
    AggregatedHttpResponse answer =
        owner.post(
            "/dashboard/organizations/new",
            Map.of("csrf", owner.token(), "display_name", name),
            Map.of());
    return answer.headers().get("location");
  }

  private static String link(String path) {
    AggregatedHttpResponse page =
        owner.post(path + "/links", Map.of("csrf", owner.token()), Map.of());
    return found("data-copy=\"[^\"]+(/magicLink/[^\"]+)\"", page.contentUtf8());
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  /// An IT admin who has pressed the button.
  private static PageClient admin(String path) {
    PageClient admin = new PageClient(server.url());
    AggregatedHttpResponse answer = admin.post(link(path), Map.of(), Map.of());
    assertThat(answer.status().code()).isEqualTo(303);
    admin.keep(answer);
    return admin;
  }

  private static String token(PageClient admin) {
    return found(
        "name=\"csrf\" value=\"([^\"]+)\"", admin.get("/portal/connections/new").contentUtf8());
  }

  private static String connection(PageClient admin, String guide) {
    return admin
        .post("/portal/connections/new", Map.of("csrf", token(admin), "guide", guide), Map.of())
        .headers()
        .get("location");
  }

  @Test
  void aLinkShowsWhereItLeadsAndIsUsedOnlyByTheButton() {
    String link = link(organization);
    PageClient scanner = new PageClient(server.url());
    AggregatedHttpResponse look = scanner.get(link);

    assertThat(look.status().code()).isEqualTo(200);
    assertThat(look.contentUtf8()).contains("Single sign-on for Megasoft");
    assertThat(look.headers().get("set-cookie")).isNull();
    assertThat(scanner.get("/portal").status().code()).isEqualTo(401);
  }

  @Test
  void aRevokedLinkOpensNothingAndPutsItsVisitorsOut() {
    String link = link(organization);
    PageClient admin = new PageClient(server.url());
    admin.keep(admin.post(link, Map.of(), Map.of()));
    assertThat(admin.get("/portal").status().code()).isEqualTo(200);
    String id =
        found("/links/(lnk_[0-9]+)/revoke", owner.get(organization + "/links").contentUtf8());

    owner.post(organization + "/links/" + id + "/revoke", Map.of("csrf", owner.token()), Map.of());

    assertThat(admin.get("/portal").status().code()).isEqualTo(401);
    assertThat(new PageClient(server.url()).get(link).status().code()).isEqualTo(401);
  }

  @Test
  void everyGuideHasItsStepsAndOurValues() {
    PageClient admin = admin(made("Guides"));
    String tiles = admin.get("/portal/connections/new").contentUtf8();
    Matcher guide = Pattern.compile("name=\"guide\" value=\"([a-z-]+)\"").matcher(tiles);
    int count = 0;
    while (guide.find()) {
      String path = connection(admin, guide.group(1));
      String page = admin.get(path).contentUtf8();
      String id = path.substring(path.lastIndexOf('/') + 1);
      assertThat(page).as(guide.group(1)).contains("/sso/v1/").contains(id).contains("data-copy");
      count++;
    }
    assertThat(count).isEqualTo(16);
  }

  @Test
  void fromTheTileToUse() {
    PageClient admin = admin(organization);
    String path = connection(admin, "google-oidc");
    Map<String, String> entered =
        Map.of(
            "csrf", token(admin),
            "oidc_config.issuer", "https://accounts.google.com/",
            "oidc_config.client_id", "1.apps.googleusercontent.com",
            "oidc_config.client_secret", "s3cret-of-ours");

    AggregatedHttpResponse told = admin.post(path + "/configure", entered, Map.of());

    assertThat(told.status().code()).isEqualTo(422);
    assertThat(told.contentUtf8())
        .contains("The issuer of Google is https://accounts.google.com")
        .contains("Nothing was saved yet");
    AggregatedHttpResponse early =
        admin.post(path + "/enable", Map.of("csrf", token(admin)), Map.of());
    assertThat(early.status().code()).isEqualTo(422);
  }

  @Test
  void anotherOrganizationsConnectionIsNotThere() {
    String path = connection(admin(other), "okta-saml");
    PageClient admin = admin(organization);

    assertThat(admin.get(path).status().code()).isEqualTo(404);
    assertThat(admin.get(path + "/trial?revision=1").status().code()).isEqualTo(404);
    for (String step :
        new String[] {
          "configure",
          "mistakes",
          "settings",
          "adopt",
          "discard",
          "roll-back",
          "enable",
          "disable",
          "delete"
        }) {
      assertThat(
              admin.post(path + "/" + step, Map.of("csrf", token(admin)), Map.of()).status().code())
          .as(step)
          .isEqualTo(404);
    }
  }

  @Test
  void anotherOrganizationsDomainIsNotThere() {
    PageClient stranger = admin(other);
    stranger.post(
        "/portal/domains", Map.of("csrf", token(stranger), "domain", "initech.example"), Map.of());
    String domain =
        found("/portal/domains/(dom_[0-9]+)/", stranger.get("/portal/domains").contentUtf8());
    PageClient admin = admin(organization);

    for (String step : new String[] {"verify", "delete"}) {
      AggregatedHttpResponse answer =
          admin.post(
              "/portal/domains/" + domain + "/" + step, Map.of("csrf", token(admin)), Map.of());
      assertThat(answer.status().code()).as(step).isIn(404, 422);
      assertThat(answer.contentUtf8()).as(step).doesNotContain("initech.example");
    }
    assertThat(stranger.get("/portal/domains").contentUtf8()).contains("initech.example");
  }

  /// Every page and every form of the portal; nobody is behind the gate without a session.
  @Test
  void withoutASessionThereIsNothing() {
    PageClient stranger = new PageClient(server.url());
    String one = "/portal/connections/conn_1";
    for (String path :
        List.of("/portal", "/portal/domains", "/portal/connections/new", one, one + "/trial")) {
      assertThat(stranger.get(path).status().code()).as(path).isEqualTo(401);
    }
    for (String path :
        List.of(
            "/portal/domains",
            "/portal/domains/dom_1/verify",
            "/portal/domains/dom_1/delete",
            "/portal/connections/new",
            one + "/mistakes",
            one + "/configure",
            one + "/settings",
            one + "/adopt",
            one + "/discard",
            one + "/roll-back",
            one + "/enable",
            one + "/disable",
            one + "/delete")) {
      assertThat(stranger.post(path, Map.of("csrf", "guess"), Map.of()).status().code())
          .as(path)
          .isEqualTo(401);
    }
  }

  @Test
  void aLinkSaysHowLongAndHowOftenItOpens() {
    assertThat(new PageClient(server.url()).get(link(organization)).contentUtf8())
        .contains("as often as you like")
        .contains("when whoever sent it takes it back");
    String once =
        server
            .rest()
            .put(
                "/api/v1/organizations/"
                    + organization.substring(organization.lastIndexOf('/') + 1)
                    + "/portal_links",
                Json.object())
            .path("link")
            .path("location")
            .asText();
    assertThat(new PageClient(server.url()).get(URI.create(once).getPath()).contentUtf8())
        .contains("This link opens once.");
  }

  @Test
  void thePortalOpensNoDashboard() {
    PageClient admin = admin(organization);

    assertThat(admin.get("/dashboard/organizations").status().code()).isEqualTo(303);
    assertThat(owner.get("/portal").status().code()).isEqualTo(401);
  }

  @Test
  void aFormWithoutTheTokenIsRefused() {
    PageClient admin = admin(organization);

    assertThat(
            admin
                .post("/portal/connections/new", Map.of("guide", "okta-saml"), Map.of())
                .status()
                .code())
        .isEqualTo(403);
  }

  @Test
  void aPrivateKeyIsToldFromACertificate() {
    PageClient admin = admin(organization);
    String path = connection(admin, "generic-saml");

    AggregatedHttpResponse told =
        admin.post(
            path + "/configure",
            Map.of("csrf", token(admin), CERTIFICATE_FIELD, "-----BEGIN PRIVATE KEY-----"),
            Map.of());

    assertThat(told.contentUtf8()).contains("must never leave your identity provider");
  }

  private static AggregatedHttpResponse upload(
      PageClient admin, String path, String fileName, byte[] file) {
    String seen = found("name=\"seen\" value=\"([0-9]+)\"", admin.get(path).contentUtf8());
    return admin.upload(
        path + "/configure",
        Map.of("csrf", token(admin), "seen", seen),
        "metadata_file",
        fileName,
        file);
  }

  /// A picture that is a page, a page, a file with a path for a name: read as metadata or not at
  /// all, and never given back.
  @Test
  void aFileThatIsNoMetadataLeavesNothingBehind() throws IOException {
    PageClient admin = admin(organization);
    String path = connection(admin, "generic-saml");
    String hostile = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    for (String file :
        List.of(
            hostile,
            "\u0089PNG\r\n\u001a\n" + hostile,
            "<!DOCTYPE html><script>alert(1)</script>",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>")) {
      AggregatedHttpResponse told =
          upload(
              admin, path, "../../../../tmp/metadata.xml", file.getBytes(StandardCharsets.UTF_8));

      assertThat(told.status().code()).as(file).isEqualTo(422);
      assertThat(told.headers().get("content-type")).startsWith("text/html");
      assertThat(told.contentUtf8())
          .contains("role=\"alert\"")
          .doesNotContain("<script>alert", "<svg", "root:", "seen: found");
      assertThat(admin.get(path).contentUtf8()).doesNotContain("alert(1)", "tmp/metadata");
    }
    assertThat(upload(admin, path, "huge.xml", new byte[5 * 1024 * 1024]).status().code())
        .isEqualTo(413);

    Path good = Path.of("src/test/resources/saml/metadata/good/adfs.xml");
    AggregatedHttpResponse taken = upload(admin, path, "metadata.xml", Files.readAllBytes(good));
    assertThat(taken.status().code()).isEqualTo(200);
    assertThat(admin.get(path).contentUtf8())
        .contains("http://adfs.example.com/adfs/services/trust");
  }

  @Test
  void aDomainIsClaimedAndWaitsForItsRecord() {
    PageClient admin = admin(organization);
    admin.post(
        "/portal/domains", Map.of("csrf", token(admin), "domain", "megasoft.example"), Map.of());
    AggregatedHttpResponse refused =
        admin.post(
            "/portal/domains", Map.of("csrf", token(admin), "domain", "gmail.com"), Map.of());

    assertThat(admin.get("/portal/domains").contentUtf8())
        .contains("megasoft.example")
        .contains("_ostiary-verification.megasoft.example")
        .contains("Waiting for the record");
    assertThat(refused.status().code()).isEqualTo(422);
  }

  @Test
  void whatTheApiChangesIsWrittenDownInTheClientsName() {
    server.rest().post("/api/v1/organizations", Json.object().put("display_name", "By API"));

    assertThat(owner.get("/dashboard/audit").contentUtf8())
        .contains("API client")
        .contains(server.clientId());
  }

  @Test
  void whatAnItAdminDoesIsWrittenDown() {
    connection(admin(organization), "okta-saml");

    assertThat(owner.get("/dashboard/audit").contentUtf8()).contains("IT admin");
  }
}
