package dev.ostiary.event;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The types of events that there are: the name on the wire, the kind of object in `data`, and the
/// words for people (wire contract, sections 5.2 and 5.3).
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
  SSO_DELETED("organization.sso_deleted", "Connection", "SSO Connection Deleted");

  private static final Map<String, EventType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(EventType::wireName, Function.identity()));

  private final String wireName;
  private final String object;
  private final String displayName;

  EventType(String wireName, String object, String displayName) {
    this.wireName = wireName;
    this.object = object;
    this.displayName = displayName;
  }

  public static Optional<EventType> find(String wireName) {
    return Optional.ofNullable(BY_NAME.get(wireName));
  }

  /// All names, for messages and documents.
  public static List<String> wireNames() {
    return Arrays.stream(values()).map(EventType::wireName).toList();
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
