package dev.ostiary.event;

import dev.ostiary.platform.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The types of events that there are: the name on the wire, the kind of object in `data`, and the
/// words for people (wire contract, sections 5.2 and 5.3).
///
/// Who asks for "all" types gets those of the contract; the others it gets only by name, so that a
/// receiver that was written for the contract never meets what it cannot know.
public enum EventType {
  ORGANIZATION_CREATED("organization.created", "Organization", "Organization Created"),
  ORGANIZATION_UPDATED("organization.updated", "Organization", "Organization Updated"),
  ORGANIZATION_DELETED("organization.deleted", "Organization", "Organization Deleted"),
  DOMAIN_CREATED("organization.domain_created", "Organization", "Organization Domain Created"),
  DOMAIN_DELETED("organization.domain_deleted", "Organization", "Organization Domain Deleted"),
  DOMAIN_VERIFIED(
      "organization.domain_dns_verification_success",
      "Organization",
      "Organization Domain DNS Verification Success"),
  DOMAIN_FAILED(
      "organization.domain_dns_verification_failed",
      "Organization",
      "Organization Domain DNS Verification Failed"),
  SSO_CREATED("organization.sso_created", "Connection", "SSO Connection Created"),
  SSO_ENABLED("organization.sso_enabled", "Connection", "SSO Connection Enabled"),
  SSO_DISABLED("organization.sso_disabled", "Connection", "SSO Connection Disabled"),
  SSO_DELETED("organization.sso_deleted", "Connection", "SSO Connection Deleted"),
  SSO_TEST_SUCCEEDED(
      "organization.sso_test_succeeded", "Connection", "SSO Test Succeeded", Reach.BY_NAME),
  SSO_TEST_FAILED("organization.sso_test_failed", "Connection", "SSO Test Failed", Reach.BY_NAME),
  SSO_FIRST_LOGIN("organization.sso_first_login", "Connection", "SSO First Login", Reach.BY_NAME),
  SSO_METADATA_CHANGED(
      "organization.sso_metadata_changed", "Connection", "SSO Metadata Changed", Reach.BY_NAME),
  SSO_CERTIFICATE_EXPIRING(
      "organization.sso_certificate_expiring",
      "Connection",
      "SSO Certificate Expiring",
      Reach.BY_NAME),
  SSO_CERTIFICATE_EXPIRED(
      "organization.sso_certificate_expired",
      "Connection",
      "SSO Certificate Expired",
      Reach.BY_NAME),
  ENDPOINT_DISABLED(
      "webhook.endpoint_disabled", "WebhookEndpoint", "Webhook Endpoint Disabled", Reach.BY_NAME),
  DELIVERY_EXHAUSTED(
      "webhook.delivery_exhausted", "WebhookDelivery", "Webhook Delivery Exhausted", Reach.BY_NAME),
  DELIVERY_RECOVERED(
      "webhook.delivery_recovered", "WebhookDelivery", "Webhook Delivery Recovered", Reach.BY_NAME);

  /// To whom events of a type go.
  private enum Reach {
    EVERYBODY,
    /// Only to who lists the type.
    BY_NAME
  }

  private static final Map<String, EventType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::wireName, Function.identity()));

  private final String wireName;
  private final String object;
  private final String displayName;
  private final Reach reach;

  EventType(String wireName, String object, String displayName) {
    this(wireName, object, displayName, Reach.EVERYBODY);
  }

  EventType(String wireName, String object, String displayName, Reach reach) {
    this.wireName = wireName;
    this.object = object;
    this.displayName = displayName;
    this.reach = reach;
  }

  public static Optional<EventType> find(String wireName) {
    return Optional.ofNullable(BY_NAME.get(wireName));
  }

  /// @param field of the request, for the refusal of what is no type
  public static EventType parse(String field, String wireName) {
    return find(wireName)
        .orElseThrow(() ->
            Problem.invalid(field, "found \"" + wireName + "\", expected one of " + wireNames()));
  }

  /// All names, for messages and documents.
  public static List<String> wireNames() {
    return Arrays.stream(values()).map(EventType::wireName).toList();
  }

  /// The names of the types that "all" means.
  public static List<String> ofEverybody() {
    return Arrays.stream(values())
        .filter(type -> type.reach == Reach.EVERYBODY)
        .map(EventType::wireName)
        .toList();
  }

  /// Whether "all" types include this one.
  public boolean isForEverybody() {
    return reach == Reach.EVERYBODY;
  }

  /// Whether it tells of Ostiary's own work at an endpoint, and so belongs to no organization.
  public boolean isOperational() {
    return wireName.startsWith("webhook.");
  }

  /// The `type` member of the payload.
  public String wireName() {
    return wireName;
  }

  /// The `object` member of the payload.
  public String object() {
    return object;
  }

  public String displayName() {
    return displayName;
  }
}
