package dev.ostiary.app.tour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.app.command.ServerOptions;
import dev.ostiary.platform.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Walks through the life of two SSO connections on a running server and shows each webhook as it
/// arrives. It leaves nothing behind.
@Command(
    name = "tour",
    description = {
      "See the main job: an SSO connection changes, the app's webhook hears of it.",
      "Runs against the server that ./ostiary up started, and cleans up after itself."
    },
    mixinStandardHelpOptions = true)
public final class Tour implements Callable<Integer> {
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      description = "Configure the OIDC connection from this provider's discovery document.")
  private @Nullable String oidcIssuer;

  @Option(
      names = "--saml-metadata",
      paramLabel = "URL",
      description = "Configure the SAML connection from this identity provider's metadata.")
  private @Nullable String samlMetadata;

  @Option(names = "--json", description = "Print each webhook as one line of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    RestClient api = server.connect();
    try (Receiver receiver = new Receiver(InstantSource.system())) {
      Guide guide = new Guide(receiver, json);
      guide.say("A receiver for webhooks is open at " + receiver.url());
      ObjectNode created = api.post("/api/v1/webhooks/endpoints", endpoint(receiver.url()));
      String endpoint = "/api/v1/webhooks/endpoints/" + id(created, "endpoint");
      guide.secret(created.path("secret").asText());
      Deque<String> leftovers = new ArrayDeque<>(List.of(endpoint));
      try {
        walk(api, guide, leftovers);
      } catch (RuntimeException failure) {
        cleanUp(api, leftovers, failure);
        throw failure;
      }
      leftovers.forEach(api::delete);
      new SignIn(api, guide).walk();
      return guide.finish() ? 0 : 1;
    }
  }

  /// Removes what a tour that failed has made, as far as the server can still be reached.
  private static void cleanUp(RestClient api, Deque<String> leftovers, RuntimeException failure) {
    for (String path : leftovers) {
      try {
        api.delete(path);
      } catch (CommandFailed e) {
        failure.addSuppressed(e);
      }
    }
  }

  private void walk(RestClient api, Guide guide, Deque<String> leftovers) {
    guide.step("An organization: the customer who wants single sign-on");
    ObjectNode organization =
        api.post(
            "/api/v1/organizations",
            Json.object()
                .put("display_name", "Acme Corp (tour)")
                .put("external_id", "tour-" + UUID.randomUUID()));
    String organizationId = id(organization, "organization");
    String organizationPath = "/api/v1/organizations/" + organizationId;
    leftovers.push(organizationPath);
    guide.organization(organizationId);
    String connections = organizationPath + "/connections";
    guide.did("created " + organizationId);
    guide.expect("organization.created");

    guide.step("Its OIDC connection, from draft to on and off");
    String oidc = id(api.post(connections, wanted("OIDC")), "connection");
    guide.did("created " + oidc + ", status DRAFT");
    guide.expect("organization.sso_created");
    ObjectNode configured = api.patch(connections + "/" + oidc, oidcConfiguration());
    guide.did(
        "configured it " + origin(oidcIssuer) + ", status " + status(configured) + "; no event");
    api.patch(connections + "/" + oidc + ":enable", null);
    guide.did("enabled it");
    guide.expect("organization.sso_enabled");
    api.patch(connections + "/" + oidc + ":enable", null);
    guide.did("enabled it once more: nothing changed, so no event");
    api.patch(connections + "/" + oidc + ":disable", null);
    guide.did("disabled it");
    guide.expect("organization.sso_disabled");
    api.delete(connections + "/" + oidc);
    guide.did("deleted it");
    guide.expect("organization.sso_deleted");

    guide.step("A SAML connection, enabled, and then the organization is deleted");
    String saml = id(api.post(connections, wanted("SAML")), "connection");
    guide.did("created " + saml);
    guide.expect("organization.sso_created");
    ObjectNode imported =
        samlMetadata == null
            ? api.put(connections + "/" + saml + "/metadata", Json.object().put("xml", sample()))
            : api.patch(connections + "/" + saml, samlConfiguration(samlMetadata));
    guide.did("configured it " + origin(samlMetadata) + ", status " + status(imported));
    api.patch(connections + "/" + saml + ":enable", null);
    guide.did("enabled it");
    guide.expect("organization.sso_enabled");
    api.delete(organizationPath);
    leftovers.remove(organizationPath);
    guide.did("deleted the organization, and with it its connection, in one transaction");
    guide.expect("organization.sso_deleted");
    guide.expect("organization.deleted");
  }

  private static ObjectNode endpoint(String url) {
    return Json.object().put("url", url).put("name", "Tour");
  }

  private static ObjectNode wanted(String type) {
    return Json.object().put("type", type).put("provider", "OKTA");
  }

  private ObjectNode oidcConfiguration() {
    ObjectNode config = Json.object();
    config.put("client_id", "tour").put("client_secret", "tour-secret");
    if (oidcIssuer != null) {
      config.put("issuer", oidcIssuer);
    } else {
      config
          .put("issuer", "https://acme.example.com")
          .put("authorize_uri", "https://acme.example.com/authorize")
          .put("token_uri", "https://acme.example.com/token")
          .put("jwks_uri", "https://acme.example.com/keys");
    }
    ObjectNode update = wanted("OIDC");
    update.put("configuration_type", oidcIssuer == null ? "MANUAL" : "DISCOVERY");
    update.set("oidc_config", config);
    return update;
  }

  private static ObjectNode samlConfiguration(String url) {
    ObjectNode update = wanted("SAML").put("configuration_type", "DISCOVERY");
    update.putObject("saml_config").put("idp_metadata_url", url);
    return update;
  }

  private static String origin(@Nullable String url) {
    return url == null ? "with the built-in sample" : "from " + url;
  }

  private static String id(ObjectNode answer, String object) {
    return answer.path(object).path("id").asText();
  }

  private static String status(ObjectNode answer) {
    return answer.path("connection").path("status").asText();
  }

  private static String sample() {
    try (InputStream xml = Tour.class.getResourceAsStream("/samples/saml-metadata.xml")) {
      return new String(Objects.requireNonNull(xml).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
