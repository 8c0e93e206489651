package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static com.linecorp.armeria.common.HttpMethod.PUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.Status.Code;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an organization has beside its connections: domains, portal links, settings, API tokens.
class OrganizationPossessionsApiTest {
  private static ApiWorld world;

  private String organization;
  private String path;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void anOrganization() {
    organization =
        ok(world.rest(POST, "/api/v1/organizations", "{\"display_name\":\"Zephyr Works\"}"))
            .path("organization")
            .path("id")
            .asText();
    path = "/api/v1/organizations/" + organization;
  }

  @Test
  void aDomainOfTheAppsOperatorIsVerifiedAtOnce() {
    String domains = path + "/domains";
    String name = organization.replace('_', '-') + ".test";
    JsonNode domain = ok(world.rest(POST, domains, "{\"domain\":\"" + name + "\"}")).path("domain");
    String id = domain.path("id").asText();

    assertThat(id).startsWith("dom_");
    assertThat(domain.path("domain_type").asText()).isEqualTo("ORGANIZATION_DOMAIN");
    assertThat(domain.path("verification_status").asText()).isEqualTo("VERIFIED");
    assertThat(domain.path("verification_method").asText()).isEqualTo("ADMIN");
    assertThat(ok(world.get(domains + "/" + id)).path("domain")).isEqualTo(domain);
    assertThat(
            ok(world.rest(PATCH, domains + "/" + id + ":verify", "")).path("verified").asBoolean())
        .isTrue();
    JsonNode list = ok(world.get(domains + "?page_size=1&page_number=0"));
    assertThat(list.path("domains").path(0)).isEqualTo(domain);
    assertThat(list.path("page_size").asInt()).isEqualTo(1);
    assertThat(ok(world.get(domains + "?page_number=1")).path("domains")).isEmpty();
    assertThat(ok(world.rest(DELETE, domains + "/" + id, ""))).isEmpty();
    assertThat(world.get(domains + "/" + id).status()).isEqualTo(404);
  }

  @Test
  void nobodysDomainIsRefused() {
    for (String domain : List.of("gmail.com", "localhost", "co.uk", "not a domain")) {
      Refusal refusal =
          Refusal.rest(world.rest(POST, path + "/domains", "{\"domain\":\"" + domain + "\"}"));

      assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    }
  }

  @Test
  void aPortalLinkIsShownOnceAndCanBeTakenBack() {
    String links = path + "/portal_links";
    JsonNode link = ok(world.rest(PUT, links + "?features=sso", "")).path("link");
    String id = link.path("id").asText();

    assertThat(id).startsWith("lnk_");
    assertThat(link.path("location").asText())
        .matches(world.server.url() + "/magicLink/[A-Za-z0-9_-]{43}");
    assertThat(ok(world.get(links)).path("links").path(0).path("id").asText()).isEqualTo(id);
    assertThat(ok(world.rest(DELETE, links + "/" + id, ""))).isEmpty();
    assertThat(world.rest(DELETE, links + "/" + id, "").status()).isEqualTo(404);
    ok(world.rest(PUT, links, ""));
    ok(world.rest(DELETE, links, ""));
    assertThat(ok(world.get(links)).path("links")).isEmpty();
  }

  @Test
  void aPortalLinkIsForFeaturesThatTheOrganizationHas() {
    Refusal refusal = Refusal.rest(world.rest(PUT, path + "/portal_links?features=dir_sync", ""));

    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.message()).contains("dir_sync");
  }

  @Test
  void aSessionPolicyIsTheApplicationsUntilItIsChanged() {
    String policy = path + "/session-policy";
    assertThat(ok(world.get(policy)).path("policy").path("policy_source").asText())
        .isEqualTo("APPLICATION");

    JsonNode changed =
        ok(world.rest(
                PATCH,
                policy,
                """
                {"policy_source": "CUSTOM", "absolute_session_timeout": 2,
                 "absolute_session_timeout_unit": "DAYS", "idle_session_timeout_enabled": true,
                 "idle_session_timeout": 1, "idle_session_timeout_unit": "HOURS"}
                """))
            .path("policy");

    assertThat(changed.path("absolute_session_timeout").asInt()).isEqualTo(2880);
    assertThat(changed.path("absolute_session_timeout_unit").asText()).isEqualTo("MINUTES");
    assertThat(changed.path("idle_session_timeout").asInt()).isEqualTo(60);
    assertThat(ok(world.get(policy)).path("policy")).isEqualTo(changed);
    assertThat(Refusal.rest(world.rest(PATCH, policy, "{\"absolute_session_timeout\": 30}")).code())
        .isEqualTo(Code.INVALID_ARGUMENT);
    ok(world.rest(PATCH, policy, "{\"policy_source\": \"APPLICATION\"}"));
    assertThat(ok(world.get(policy)).path("policy").has("absolute_session_timeout")).isFalse();
    assertThat(
            ok(world.get(path + "/application-session-policy"))
                .path("application_policy")
                .path("absolute_session_timeout")
                .asInt())
        .isEqualTo(43200);
  }

  @Test
  void userManagementSettingsAreKept() {
    String settings = path + "/settings/usermanagement";
    assertThat(ok(world.get(settings)).path("settings").has("max_allowed_users")).isFalse();

    ok(world.rest(PATCH, settings, "{\"settings\": {\"max_allowed_users\": 25}}"));

    assertThat(ok(world.get(settings)).path("settings").path("max_allowed_users").asInt())
        .isEqualTo(25);
    ok(world.rest(PATCH, path + "/session-policy", "{\"policy_source\": \"CUSTOM\"}"));
    assertThat(ok(world.get(settings)).path("settings").path("max_allowed_users").asInt())
        .isEqualTo(25);
  }

  @Test
  void anApiTokenIsKnownByItsKeyUntilItIsInvalidated() {
    JsonNode created =
        ok(
            world.rest(
                POST,
                "/api/v1/tokens",
                """
                {"organization_id": "%s", "user_id": "u-1", "custom_claims": {"plan": "gold"},
                 "description": "CI"}
                """
                    .formatted(organization)));
    String key = created.path("token").asText();
    String body = "{\"token\": \"" + key + "\"}";

    JsonNode info = ok(world.rest(POST, "/api/v1/tokens:validate", body)).path("token_info");
    assertThat(info).isEqualTo(created.path("token_info"));
    assertThat(info.path("organization_id").asText()).isEqualTo(organization);
    assertThat(info.path("custom_claims").path("plan").asText()).isEqualTo("gold");
    assertThat(key).startsWith("apit_").endsWith(info.path("token_suffix").asText());
    JsonNode updated =
        ok(world.rest(
                POST,
                "/api/v1/tokens:update",
                "{\"token\": \""
                    + created.path("token_id").asText()
                    + "\", \"description\": \"x\"}"))
            .path("token_info");
    assertThat(updated.path("description").asText()).isEqualTo("x");
    assertThat(updated.path("custom_claims").path("plan").asText()).isEqualTo("gold");
    String list = "/api/v1/tokens?organization_id=" + organization;
    assertThat(ok(world.get(list + "&user_id=u-1")).path("tokens")).hasSize(1);
    assertThat(ok(world.get(list + "&user_id=u-2")).path("tokens")).isEmpty();
    assertThat(world.get(list).http().contentUtf8()).doesNotContain(key);

    ok(world.rest(POST, "/api/v1/tokens:invalidate", body));

    assertThat(world.rest(POST, "/api/v1/tokens:validate", body).status()).isEqualTo(404);
    assertThat(ok(world.rest(POST, "/api/v1/tokens:invalidate", body))).isEmpty();
    assertThat(world.rest(POST, "/api/v1/tokens:fetch", "{\"token_id\":\"apit_1\"}").status())
        .isEqualTo(501);
  }

  /// A key is found by its hash, so that neither an answer nor its time tells how much of a guess
  /// is right; and who reads the database cannot use what is there.
  @Test
  void noPartOfAKeyIsWorthAnything() {
    String key =
        ok(world.rest(POST, "/api/v1/tokens", "{\"organization_id\":\"" + organization + "\"}"))
            .path("token")
            .asText();
    String nobodys = validation("apit_nobodys");

    assertThat(validation(key)).startsWith("200 ");
    for (int length : new int[] {6, key.length() / 2, key.length() - 1}) {
      assertThat(validation(key.substring(0, length))).isEqualTo(nobodys);
    }
    assertThat(validation(key + "x")).isEqualTo(nobodys);
    assertThat(validation(key.toUpperCase(Locale.ROOT))).isEqualTo(nobodys);
    List<String> rows =
        world
            .database()
            .transact(tx ->
                tx.sql("select cast(api_token as text) as text from api_token")
                    .list(row -> row.text("text")));
    assertThat(rows)
        .isNotEmpty()
        .noneMatch(row -> row.contains(key.substring("apit_".length(), key.length() / 2)));
  }

  private static String validation(String key) {
    ApiWorld.Answer answer =
        world.rest(POST, "/api/v1/tokens:validate", "{\"token\":\"" + key + "\"}");
    return answer.status() + " " + answer.json().path("message").asText();
  }

  @Test
  void anIdOfATokenIsNoProof() {
    String id =
        ok(world.rest(POST, "/api/v1/tokens", "{\"organization_id\":\"" + organization + "\"}"))
            .path("token_id")
            .asText();

    assertThat(world.rest(POST, "/api/v1/tokens:validate", "{\"token\":\"" + id + "\"}").status())
        .isEqualTo(404);
  }

  @Test
  void organizationsAreFoundByTheBeginningsOfWords() {
    for (String query : List.of("zeph", "ZEPHYR%20wor", "works")) {
      assertThat(
              ok(world.get("/api/v1/organizations:search?query=" + query))
                  .path("organizations")
                  .findValuesAsText("id"))
          .contains(organization);
    }
    assertThat(ok(world.get("/api/v1/organizations:search?query=ephyr")).path("organizations"))
        .isEmpty();
    assertThat(
            ok(world.get("/api/v1/organizations:search?query=%27%25%5C%3A%2A"))
                .path("organizations"))
        .isEmpty();
    assertThat(Refusal.rest(world.get("/api/v1/organizations:search?query=ze")).code())
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  private static JsonNode ok(ApiWorld.Answer answer) {
    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200);
    return answer.json();
  }
}
