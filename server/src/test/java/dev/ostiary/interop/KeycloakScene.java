package dev.ostiary.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.TestServer;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.platform.Json;
import dev.ostiary.testing.Browser;
import java.net.URI;
import java.util.Map;

/// An organization whose people are in Keycloak, and connections to it that are set up on both
/// sides, each with what the other side says of itself.
final class KeycloakScene implements AutoCloseable {
  /// Who is in the realm.
  static final String USER = "alice";

  static final String PASSWORD = "alice-password";
  static final Map<String, String> CREDENTIALS = Map.of("username", USER, "password", PASSWORD);

  private static final String SECRET = "a secret of the two";

  final Keycloak keycloak = Keycloak.running();
  final KeycloakAdmin admin = keycloak.admin();
  final TestServer server;
  private final RestClient api;
  private final String connections;

  /// @param config as the API shows it
  /// @param client its path at Keycloak's administrator
  record Link(String id, JsonNode config, String client) {}

  KeycloakScene(TestServer server) {
    this.server = server;
    this.api = server.rest();
    String organization =
        "/api/v1/organizations/"
            + api.post("/api/v1/organizations", Json.object().put("display_name", "Acme"))
                .path("organization")
                .path("id")
                .asText();
    api.post(organization + "/domains", Json.object().put("domain", "acme.test"));
    this.connections = organization + "/connections";
  }

  /// An enabled OIDC connection to a client of its own in the realm.
  Link oidc() {
    String id = create("OIDC");
    ObjectNode config = Json.object().put("issuer", keycloak.realm());
    config.put("client_id", id).put("client_secret", SECRET);
    JsonNode stored = configure(id, "OIDC", "oidc_config", config);
    ObjectNode client =
        Json.object()
            .put("clientId", id)
            .put("protocol", "openid-connect")
            .put("secret", SECRET)
            .put("frontchannelLogout", false);
    client.putArray("redirectUris").add(stored.path("redirect_uri").asText());
    client
        .putObject("attributes")
        .put("pkce.code.challenge.method", "S256")
        .put("backchannel.logout.url", stored.path("backchannel_logout_redirect_uri").asText())
        .put("backchannel.logout.session.required", "true");
    return enabled(id, stored, admin.register(client));
  }

  /// An enabled SAML connection; Keycloak's client is made of our metadata.
  ///
  /// @param wishes of the connection, beside the address of Keycloak's metadata
  /// @param attributes of the client, beside those that follow from our metadata
  Link saml(ObjectNode wishes, Map<String, String> attributes) {
    String id = create("SAML");
    wishes.put("idp_metadata_url", keycloak.samlMetadata());
    JsonNode stored = configure(id, "SAML", "saml_config", wishes);
    ObjectNode client = admin.read(metadata(stored));
    attributes.forEach(client.withObject("attributes")::put);
    for (String property : new String[] {"email", "firstName", "lastName"}) {
      ObjectNode mapper =
          client
              .withArray("protocolMappers")
              .addObject()
              .put("name", property)
              .put("protocol", "saml")
              .put("protocolMapper", "saml-user-property-mapper");
      mapper
          .putObject("config")
          .put("user.attribute", property)
          .put("attribute.name", property)
          .put("attribute.nameformat", "Basic");
    }
    return enabled(id, stored, admin.register(client));
  }

  private String metadata(JsonNode config) {
    URI url = URI.create(config.path("sp_metadata_url").asText());
    return new Browser().get(server.plainUrl() + url.getPath()).body();
  }

  /// A change of the connection's SAML settings on our side.
  void reconfigure(Link link, ObjectNode wishes) {
    configure(link.id(), "SAML", "saml_config", wishes);
  }

  private String create(String type) {
    return api.post(connections, Json.object().put("type", type).put("provider", "CUSTOM"))
        .path("connection")
        .path("id")
        .asText();
  }

  private JsonNode configure(String id, String type, String name, ObjectNode config) {
    ObjectNode update = Json.object().put("type", type).put("provider", "CUSTOM");
    update.put("configuration_type", "DISCOVERY").set(name, config);
    return api.patch(connections + "/" + id, update).path("connection").path(name);
  }

  private Link enabled(String id, JsonNode config, String client) {
    api.patch(connections + "/" + id + ":enable", null);
    return new Link(id, config, client);
  }

  @Override
  public void close() {
    server.close();
  }
}
