package dev.ostiary.app.bench.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.QueryParams;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.app.command.Visitor;
import dev.ostiary.platform.Json;
import java.util.Map;
import java.util.Objects;

/// Whole sign-ins through connections of an organization of its own: the app's request, the
/// identity provider's answer, the code and its tokens, each time in a browser that nobody knows.
///
/// @param openId the id of the connection to the OpenID provider, as is `saml`
record SignIns(
    RestClient api,
    OpenIdProvider openIdProvider,
    SamlProvider samlProvider,
    String openId,
    String saml) {
  /// Registered for every client at the first start of a developer's server.
  private static final String APP = "http://localhost:3000/callback";

  static SignIns prepare(RestClient api, OpenIdProvider openIdProvider, SamlProvider samlProvider) {
    ObjectNode name = Json.object().put("display_name", "Bench");
    String connections =
        "/api/v1/organizations/" + created(api, "/api/v1/organizations", name) + "/connections";
    return new SignIns(
        api,
        openIdProvider,
        samlProvider,
        connection(api, connections, "OIDC", openIdProvider.configuration()),
        connection(api, connections, "SAML", samlProvider.configuration()));
  }

  private static String created(RestClient api, String path, ObjectNode body) {
    return api.post(path, body).iterator().next().path("id").asText();
  }

  /// @return the id of a connection that is enabled
  private static String connection(
      RestClient api, String path, String type, ObjectNode configuration) {
    ObjectNode connection = Json.object().put("type", type).put("provider", "CUSTOM");
    String id = created(api, path, connection);
    connection
        .put("configuration_type", "MANUAL")
        .set(type.equals("OIDC") ? "oidc_config" : "saml_config", configuration);
    api.patch(path + "/" + id, connection);
    api.patch(path + "/" + id + ":enable", null);
    return id;
  }

  void throughOpenId() {
    Visitor browser = new Visitor(api);
    String sent = browser.get(authorize(openId));
    redeem(browser.get(openIdProvider.signIn(parameters(sent))));
  }

  void throughSaml() {
    Visitor browser = new Visitor(api);
    QueryParams request = parameters(browser.get(authorize(saml)));
    SamlProvider.Answer answer = samlProvider.signIn(request);
    String relayState = Objects.requireNonNull(request.get("RelayState"));
    redeem(
        browser.post(
            answer.url(), Map.of("SAMLResponse", answer.response(), "RelayState", relayState)));
  }

  private String authorize(String connection) {
    return "/oauth/authorize?"
        + QueryParams.builder()
            .add("response_type", "code")
            .add("client_id", api.clientId())
            .add("redirect_uri", APP)
            .add("scope", "openid profile email")
            .add("state", "bench")
            .add("nonce", "bench")
            .add("connection_id", connection)
            .build()
            .toQueryString();
  }

  private static QueryParams parameters(String url) {
    return QueryParams.fromQueryString(url.substring(url.indexOf('?') + 1));
  }

  private void redeem(String end) {
    String code = parameters(end).get("code");
    if (code == null) {
      throw new CommandFailed("expected a code for the app, found " + end);
    }
    api.grant("authorization_code", Map.of("code", code, "redirect_uri", APP));
  }
}
