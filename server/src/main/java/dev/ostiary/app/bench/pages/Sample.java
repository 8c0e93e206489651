package dev.ostiary.app.bench.pages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.bench.measure.RsaKey;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.platform.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// One of everything, made by the API as an app would, of which the rest are copies; and the pages
/// that show it.
///
/// @param organization its id, and so on
record Sample(String organization, String connection, String endpoint) {
  /// Takes nothing, so nothing is sent there while pages are measured.
  private static final String NOWHERE = "http://127.0.0.1:9/hooks";

  static Sample make(RestClient api) {
    String organization =
        id(
            api.post("/api/v1/organizations", Json.object().put("display_name", "Megasoft")),
            "organization");
    String connections = "/api/v1/organizations/" + organization + "/connections";
    ObjectNode saml = Json.object().put("type", "SAML").put("provider", "CUSTOM");
    String connection = id(api.post(connections, saml), "connection");
    saml.putObject("saml_config")
        .put("idp_entity_id", "https://idp.example/metadata")
        .put("idp_sso_url", "https://idp.example/sso")
        .put("idp_certificate", RsaKey.generate().certificate());
    api.patch(connections + "/" + connection, saml);
    api.patch(connections + "/" + connection + ":enable", null);
    String endpoint =
        id(
            api.post(
                "/api/v1/webhooks/endpoints", Json.object().put("url", NOWHERE).put("name", "App")),
            "endpoint");
    return new Sample(organization, connection, endpoint);
  }

  private static String id(ObjectNode answer, String object) {
    return answer.path(object).path("id").asText();
  }

  /// What is measured: the name of each page, and its path.
  Map<String, String> pages() {
    String customers = "/dashboard/organizations";
    String customer = customers + "/" + organization;
    String app = "/dashboard/webhooks/" + endpoint;
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("organizations", customers);
    pages.put("organizations that are called so", customers + "?q=customer");
    pages.put("the organization that is called so", customers + "?q=customer-77777");
    pages.put("an organization", customer);
    pages.put("an organization's domains", customer + "/domains");
    pages.put("an organization's portal links", customer + "/links");
    pages.put("a connection", customer + "/connections/" + connection);
    pages.put("sign-ins", "/dashboard/logins");
    pages.put("sign-ins that failed", "/dashboard/logins?status=FAILURE");
    pages.put("sign-ins of a person", "/dashboard/logins?email=person7%40customer.example");
    pages.put("webhooks", "/dashboard/webhooks");
    pages.put("an endpoint with its deliveries", app);
    pages.put("deliveries of the last hour", app + "?minutes=60");
    pages.put("deliveries that were exhausted", app + "?status=EXHAUSTED");
    pages.put("deliveries that are tried again", app + "?status=RETRYING");
    pages.put("blocked lanes", app + "/lanes");
    pages.put("replays", app + "/replays");
    pages.put("api clients", "/dashboard/clients");
    pages.put("operators", "/dashboard/operators");
    pages.put("an operator's account", "/dashboard/account");
    pages.put("the audit log", "/dashboard/audit");
    pages.put("the audit log of people", "/dashboard/audit?actor=OPERATOR");
    pages.put("the audit log of domains", "/dashboard/audit?object=domain");
    pages.put("the signature doctor", "/dashboard/doctor");
    return pages;
  }
}
