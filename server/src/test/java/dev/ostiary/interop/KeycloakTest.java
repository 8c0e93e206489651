package dev.ostiary.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.client.WebClient;
import dev.ostiary.app.TestServer;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.WebhookReceiver;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Connections are configured from what a real Keycloak publishes about itself: its discovery
/// document and its SAML metadata, fetched over HTTP.
class KeycloakTest {
  private static final String ENDPOINTS = "/api/v1/webhooks/endpoints";

  private static Keycloak keycloak;
  private static TestServer server;
  private static RestClient api;

  private WebhookReceiver receiver;
  private String endpointPath;
  private String secret;
  private String organization;

  @BeforeAll
  static void start() throws IOException {
    keycloak = Keycloak.running();
    server = TestServer.start();
    api = server.rest();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void anOrganizationAndItsListener() {
    receiver = new WebhookReceiver();
    ObjectNode endpoint = Json.object().put("url", receiver.url()).put("name", "App");
    endpoint.putArray("event_types").add("organization.sso_enabled");
    ObjectNode created = api.post(ENDPOINTS, endpoint);
    endpointPath = ENDPOINTS + "/" + created.path("endpoint").path("id").asText();
    secret = created.path("secret").asText();
    organization =
        api.post("/api/v1/organizations", Json.object().put("display_name", "Acme"))
            .path("organization")
            .path("id")
            .asText();
  }

  @AfterEach
  void removeTheListener() {
    api.delete(endpointPath);
    receiver.close();
  }

  @Test
  void anOidcConnectionIsConfiguredFromTheDiscoveryDocument() {
    String connection = create("OIDC");

    JsonNode stored = api.patch(connection, oidc(keycloak.realm())).path("connection");

    String protocol = keycloak.realm() + "/protocol/openid-connect";
    assertThat(stored.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(stored.path("configuration_type").asText()).isEqualTo("DISCOVERY");
    JsonNode config = stored.path("oidc_config");
    assertThat(config.path("issuer").asText()).isEqualTo(keycloak.realm());
    assertThat(config.path("authorize_uri").asText()).isEqualTo(protocol + "/auth");
    assertThat(config.path("token_uri").asText()).isEqualTo(protocol + "/token");
    assertThat(config.path("user_info_uri").asText()).isEqualTo(protocol + "/userinfo");
    assertThat(config.path("jwks_uri").asText()).isEqualTo(protocol + "/certs");
    assertThat(config.path("token_auth_type").asText()).isEqualTo("BASIC_AUTH");
    assertThat(config.path("client_id").asText()).isEqualTo("ostiary-oidc");
    assertThat(config.toString()).doesNotContain("oidc-secret");
    assertThat(api.get(connection).path("connection").path("oidc_config")).isEqualTo(config);
    enableAndHear(connection, "OIDC");
  }

  @Test
  void aSamlConnectionIsConfiguredFromTheMetadata() {
    String connection = create("SAML");

    JsonNode stored = api.patch(connection, saml(keycloak.samlMetadata())).path("connection");

    String sso = keycloak.realm() + "/protocol/saml";
    assertThat(stored.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(stored.path("configuration_type").asText()).isEqualTo("DISCOVERY");
    JsonNode config = stored.path("saml_config");
    assertThat(config.path("idp_metadata_url").asText()).isEqualTo(keycloak.samlMetadata());
    assertThat(config.path("idp_entity_id").asText()).isEqualTo(keycloak.realm());
    assertThat(config.path("idp_sso_url").asText()).isEqualTo(sso);
    assertThat(config.path("idp_slo_url").asText()).isEqualTo(sso);
    assertThat(config.path("idp_certificates")).hasSize(1);
    JsonNode certificate = config.path("idp_certificates").get(0);
    assertThat(bare(certificate.path("certificate").asText())).isEqualTo(published());
    assertThat(certificate.path("issuer").asText()).isEqualTo("CN=acme");
    enableAndHear(connection, "SAML");
  }

  @Test
  void aRealmThatIsNotThereIsRefusedByTheNameOfTheField() {
    String nowhere = keycloak.realm().replace("/acme", "/nowhere");
    String oidc = create("OIDC");
    String saml = create("SAML");

    assertThatThrownBy(() -> api.patch(oidc, oidc(nowhere)))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("400")
        .hasMessageContaining("oidc_config.issuer");
    assertThatThrownBy(() -> api.patch(saml, saml(nowhere + "/protocol/saml/descriptor")))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("400")
        .hasMessageContaining("saml_config.idp_metadata_url");

    assertThat(api.get(oidc).path("connection").path("status").asText()).isEqualTo("DRAFT");
    assertThat(api.get(saml).path("connection").path("status").asText()).isEqualTo("DRAFT");
  }

  @Test
  void anotherNameForTheSameProviderIsNotItsIssuer() {
    // Keycloak names itself by the host it was asked under, so only the letters' case can differ.
    String other = keycloak.realm().replace("http://", "HTTP://");

    assertThatThrownBy(() -> api.patch(create("OIDC"), oidc(other)))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("oidc_config.issuer");
  }

  @Test
  void metadataIsNoDiscoveryDocument() {
    ObjectNode update = oidc(keycloak.realm());
    ((ObjectNode) update.path("oidc_config"))
        .put("discovery_endpoint", keycloak.samlMetadata())
        .remove("issuer");

    assertThatThrownBy(() -> api.patch(create("OIDC"), update))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("oidc_config.discovery_endpoint");
  }

  private String create(String type) {
    String connections = "/api/v1/organizations/" + organization + "/connections";
    return connections
        + "/"
        + api.post(connections, wanted(type)).path("connection").path("id").asText();
  }

  private void enableAndHear(String connection, String type) {
    api.patch(connection + ":enable", null);

    WebhookReceiver.Request webhook = receiver.next();
    assertThat(webhook.type()).isEqualTo("organization.sso_enabled");
    assertThat(webhook.verifiedBy(secret)).isTrue();
    JsonNode data = Json.parseObject(webhook.body()).path("data");
    assertThat(connection).endsWith("/" + data.path("id").asText());
    assertThat(data.path("connection_type").asText()).isEqualTo(type);
    assertThat(data.path("status").asText()).isEqualTo("COMPLETED");
  }

  private static ObjectNode wanted(String type) {
    return Json.object().put("type", type).put("provider", "CUSTOM");
  }

  private static ObjectNode oidc(String issuer) {
    ObjectNode update = wanted("OIDC").put("configuration_type", "DISCOVERY");
    update
        .putObject("oidc_config")
        .put("issuer", issuer)
        .put("client_id", "ostiary-oidc")
        .put("client_secret", "oidc-secret");
    return update;
  }

  private static ObjectNode saml(String url) {
    ObjectNode update = wanted("SAML").put("configuration_type", "DISCOVERY");
    update.putObject("saml_config").put("idp_metadata_url", url);
    return update;
  }

  /// The realm's certificate, as its metadata have it.
  private static String published() {
    String metadata =
        WebClient.of(keycloak.samlMetadata()).get("").aggregate().join().contentUtf8();
    String start = "X509Certificate>";
    int from = metadata.indexOf(start) + start.length();
    return metadata.substring(from, metadata.indexOf('<', from)).strip();
  }

  private static String bare(String pem) {
    String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
    assertThat(Base64.getDecoder().decode(base64)).isNotEmpty();
    return base64;
  }
}
