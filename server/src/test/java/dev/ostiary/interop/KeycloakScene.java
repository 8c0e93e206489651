package dev.ostiary.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.TestServer;
import dev.ostiary.platform.Json;
import dev.ostiary.web.PageClient;
import java.util.HashMap;
import java.util.List;
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
  private final Company company;

  /// @param config as the API shows it
  /// @param client its path at Keycloak's administrator
  record Link(String id, JsonNode config, String client) {}

  KeycloakScene(TestServer server) {
    this.server = server;
    this.company = new Company(server);
  }

  /// An enabled OIDC connection to a client of its own in the realm.
  Link oidc() {
    return oidc(Json.object());
  }

  /// @param config what is wanted of the connection, beside how Keycloak is reached
  Link oidc(ObjectNode config) {
    String id = company.connect("OIDC");
    config.put("issuer", keycloak.realm());
    config.put("client_id", id).put("client_secret", SECRET);
    JsonNode stored = company.configure(id, "OIDC", "oidc_config", config);
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
        .put("backchannel.logout.session.required", "true")
        .put("post.logout.redirect.uris", stored.path("post_logout_redirect_uri").asText());
    return enabled(id, stored, admin.register(client));
  }

  /// An enabled SAML connection; Keycloak's client is made of our metadata.
  ///
  /// @param wishes of the connection, beside the address of Keycloak's metadata
  /// @param attributes of the client, beside those that follow from our metadata
  Link saml(ObjectNode wishes, Map<String, String> attributes) {
    String id = company.connect("SAML");
    wishes.put("idp_metadata_url", keycloak.samlMetadata());
    JsonNode stored = company.configure(id, "SAML", "saml_config", wishes);
    ObjectNode client = admin.read(company.metadata(stored));
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

  /// Lets people start at Keycloak, as an operator does on the dashboard: by a change of what is in
  /// use, which is put to use.
  void letPeopleStartThere(Link link) {
    PageClient operator = PageClient.signedIn(server.url(), server.firstLoginLink(), "Ada");
    JsonNode config = company.config(link.id(), "saml_config");
    Map<String, String> form = new HashMap<>();
    for (String field :
        List.of("idp_metadata_url", "idp_entity_id", "idp_sso_url", "idp_slo_url")) {
      form.put("saml_config." + field, config.path(field).asText());
    }
    form.put(
        "saml_config.idp_certificate",
        config.path("idp_certificates").path(0).path("certificate").asText());
    form.put("saml_config.allow_idp_initiated_login", "on");
    if (config.path("want_request_signed").asBoolean()) {
      form.put("saml_config.want_request_signed", "on");
    }
    String page = "/dashboard" + company.path(link.id());
    operator.step(page, "configure", form);
    operator.step(page, "adopt", Map.of());
  }

  /// A change of the connection's SAML settings on our side.
  void reconfigure(Link link, ObjectNode wishes) {
    company.configure(link.id(), "SAML", "saml_config", wishes);
  }

  private Link enabled(String id, JsonNode config, String client) {
    company.enable(id);
    return new Link(id, config, client);
  }

  @Override
  public void close() {
    server.close();
  }
}
