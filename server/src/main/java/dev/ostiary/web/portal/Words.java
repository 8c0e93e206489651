package dev.ostiary.web.portal;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The contract's names of values in the words of the pages.
final class Words {
  private static final Map<String, String> BY_NAME =
      Map.ofEntries(
          Map.entry("idp_metadata_url", "Metadata URL"),
          Map.entry("idp_entity_id", "Entity id of your identity provider"),
          Map.entry("idp_sso_url", "Sign-in address"),
          Map.entry("idp_slo_url", "Sign-out address"),
          Map.entry("idp_certificate", "Signing certificate"),
          Map.entry("idp_certificates", "Signing certificates"),
          Map.entry("issuer", "Issuer"),
          Map.entry("discovery_endpoint", "Metadata document"),
          Map.entry("authorize_uri", "Authorization endpoint"),
          Map.entry("token_uri", "Token endpoint"),
          Map.entry("user_info_uri", "Userinfo endpoint"),
          Map.entry("jwks_uri", "Address of the keys"),
          Map.entry("end_session_uri", "Sign-out address"),
          Map.entry("client_id", "Client id"),
          Map.entry("client_secret", "Client secret"),
          Map.entry("sync_user_profile_on_login", "Take over names at each sign-in"),
          Map.entry("jit_provisioning_with_sso_enabled", "Let people in at their first sign-in"),
          Map.entry("attribute_mapping.email", "Name of the e-mail attribute"),
          Map.entry("attribute_mapping.given_name", "Name of the first-name attribute"),
          Map.entry("attribute_mapping.family_name", "Name of the last-name attribute"),
          Map.entry("attribute_mapping.groups", "Name of the groups attribute"));

  private static final Map<String, String> ATTRIBUTES =
      Map.of(
          "email", "E-mail address",
          "given_name", "First name",
          "family_name", "Last name",
          "groups", "Groups");

  private Words() {}

  /// @param name ours of an attribute
  static String attribute(String name) {
    return ATTRIBUTES.getOrDefault(name, name);
  }

  /// @param field with or without what it stands in
  static String of(String field) {
    String name = field.replaceFirst("^(oidc|saml)_config\\.", "");
    return BY_NAME.getOrDefault(name, name.replace("idp_", "").replace('_', ' '));
  }

  static String of(List<String> fields) {
    return fields.stream().map(Words::of).collect(Collectors.joining(", "));
  }
}
