package dev.ostiary.app.bench.measure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;

/// An OIDC connection whose provider nobody ever calls.
public final class SampleConnection {
  private SampleConnection() {}

  /// The body of the call that configures it, by hand.
  public static ObjectNode configuration() {
    ObjectNode update = Json.object().put("type", "OIDC").put("provider", "OKTA");
    update.put("configuration_type", "MANUAL");
    update
        .putObject("oidc_config")
        .put("client_id", "bench")
        .put("client_secret", "bench-secret")
        .put("issuer", "https://acme.example.com")
        .put("authorize_uri", "https://acme.example.com/authorize")
        .put("token_uri", "https://acme.example.com/token")
        .put("jwks_uri", "https://acme.example.com/keys");
    return update;
  }
}
