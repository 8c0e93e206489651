package dev.ostiary.webhook;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.event.EventType;
import dev.ostiary.event.LogWriter;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.DomainId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.Id;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.LoginId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;

/// What `data` looks like in an event of each type: the same members in the same order as in real
/// ones, about things that do not exist.
///
/// @param stream what the event is counted in, an organization or an endpoint
record Sample(EnvironmentId environment, Id stream, IdSource ids, Instant now) {
  private static final String NAME = "Test organization";

  ObjectNode data(EventType type) {
    return switch (type) {
      case ORGANIZATION_CREATED, ORGANIZATION_UPDATED -> organization();
      case ORGANIZATION_DELETED -> organization().put("deleted_at", time());
      case DOMAIN_CREATED, DOMAIN_DELETED -> domain("PENDING");
      case DOMAIN_VERIFIED -> domain("VERIFIED");
      case DOMAIN_FAILED -> domain("FAILED");
      case SSO_CREATED, SSO_DELETED -> connection();
      case SSO_ENABLED, SSO_FIRST_LOGIN -> connection(true);
      case SSO_DISABLED -> connection(false);
      case SSO_TEST_SUCCEEDED -> connection(true).put("test_request_id", test());
      case SSO_TEST_FAILED ->
          connection(true).put("test_request_id", test()).put("error", "access_denied");
      case SSO_METADATA_CHANGED -> metadataChanged();
      case SSO_CERTIFICATE_EXPIRING, SSO_CERTIFICATE_EXPIRED ->
          connection(true)
              .put("certificate_id", "cert_0123456789abcdef01234567")
              .put("certificate_expires_at", time());
      case ENDPOINT_DISABLED -> endpoint();
      case DELIVERY_EXHAUSTED -> delivery(503, "answered with status 503, expected 200 to 299");
      case DELIVERY_RECOVERED -> delivery(200, "");
    };
  }

  private ObjectNode organization() {
    ObjectNode data = Json.object();
    data.put("id", stream.toString());
    data.put("display_name", NAME);
    data.put("external_id", "test-organization");
    data.put("region_code", "US");
    data.put("create_time", time());
    data.put("update_time", time());
    data.putObject("metadata").put("test", "true");
    ArrayNode features = data.putObject("settings").putArray("features");
    features.addObject().put("name", "sso").put("enabled", true);
    features.addObject().put("name", "dir_sync").put("enabled", false);
    return data;
  }

  private ObjectNode domain(String status) {
    String id = new DomainId(ids.next()).toString();
    return Json.object()
        .put("id", id)
        .put("domain", "test.example")
        .put("domain_type", "ORGANIZATION_DOMAIN")
        .put("organization_id", stream.toString())
        .put("environment_id", environment.toString())
        .put("txt_record_key", "_ostiary-verification")
        .put("txt_record_secret", id + "=test")
        .put("verification_status", status)
        .put("verification_method", "DNS")
        .put("updated_at", time());
  }

  private ObjectNode connection() {
    return Json.object()
        .put("id", new ConnectionId(ids.next()).toString())
        .put("organization_id", stream.toString())
        .put("connection_type", "OIDC")
        .put("provider", "OKTA");
  }

  private ObjectNode connection(boolean enabled) {
    return connection().put("enabled", enabled).put("status", "COMPLETED");
  }

  private ObjectNode metadataChanged() {
    ObjectNode data = connection(true);
    data.putArray("changed").add("jwks_uri");
    return data;
  }

  private String test() {
    return new LoginId(ids.next()).testText();
  }

  private ObjectNode endpoint() {
    return Json.object()
        .put("id", stream.toString())
        .put("name", "Test endpoint")
        .put("enabled", false)
        .put("disabled_reason", "ABANDONED");
  }

  private ObjectNode delivery(int status, String error) {
    return Json.object()
        .put("endpoint_id", stream.toString())
        .put("event_id", new EventId(ids.next()).toString())
        .put("event_type", EventType.SSO_ENABLED.wireName())
        .put("organization_id", new OrganizationId(ids.next()).toString())
        .put("sequence", 1)
        .put("attempts", 1)
        .put("response_status", status)
        .put("error", error);
  }

  private String time() {
    return LogWriter.time(now);
  }
}
