package dev.ostiary.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.connection.OidcConfig.Scope;
import dev.ostiary.connection.OidcConfig.TokenAuthType;
import dev.ostiary.connection.SamlConfig.Certificate;
import dev.ostiary.connection.SamlConfig.NameIdFormat;
import dev.ostiary.connection.SamlConfig.RequestBinding;
import dev.ostiary.connection.SamlConfig.SigningOption;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The form in which a configuration is stored: one JSON document, without the client secret.
final class ConfigCodec {
  private ConfigCodec() {}

  static String write(ConnectionConfig config) {
    return Json.text(
        switch (config) {
          case OidcConfig oidc -> write(oidc);
          case SamlConfig saml -> write(saml);
        });
  }

  static ConnectionConfig read(ConnectionType type, String text, @Nullable Secret clientSecret) {
    ObjectNode json = Json.parseObject(text);
    return switch (type) {
      case OIDC -> readOidc(json, clientSecret);
      case SAML -> readSaml(json);
    };
  }

  private static ObjectNode write(OidcConfig config) {
    ObjectNode json = Json.object();
    json.put("issuer", config.issuer());
    json.put("discovery_endpoint", config.discoveryEndpoint());
    json.put("authorize_uri", config.authorizeUri());
    json.put("token_uri", config.tokenUri());
    json.put("user_info_uri", config.userInfoUri());
    json.put("jwks_uri", config.jwksUri());
    json.put("end_session_uri", config.endSessionUri());
    json.put("client_id", config.clientId());
    ArrayNode scopes = json.putArray("scopes");
    config.scopes().forEach(scope -> scopes.add(scope.name()));
    json.put("token_auth_type", config.tokenAuthType().name());
    json.put("pkce_enabled", config.pkceEnabled());
    json.put("idp_logout_required", config.idpLogoutRequired());
    json.put("sync_user_profile_on_login", config.syncsProfileOnLogin());
    json.put("jit_provisioning_with_sso_enabled", config.provisionsJustInTime());
    return json;
  }

  private static OidcConfig readOidc(ObjectNode json, @Nullable Secret clientSecret) {
    List<Scope> scopes = new ArrayList<>();
    json.path("scopes").forEach(scope -> scopes.add(Scope.valueOf(scope.asText())));
    return new OidcConfig(
        text(json, "issuer"),
        text(json, "discovery_endpoint"),
        text(json, "authorize_uri"),
        text(json, "token_uri"),
        text(json, "user_info_uri"),
        text(json, "jwks_uri"),
        text(json, "end_session_uri"),
        text(json, "client_id"),
        clientSecret,
        scopes,
        TokenAuthType.valueOf(name(json, "token_auth_type")),
        flag(json, "pkce_enabled"),
        flag(json, "idp_logout_required"),
        flag(json, "sync_user_profile_on_login"),
        flag(json, "jit_provisioning_with_sso_enabled"));
  }

  private static ObjectNode write(SamlConfig config) {
    ObjectNode json = Json.object();
    json.put("idp_metadata_url", config.idpMetadataUrl());
    json.put("idp_entity_id", config.idpEntityId());
    json.put("idp_sso_url", config.idpSsoUrl());
    json.put("idp_slo_url", config.idpSloUrl());
    ArrayNode certificates = json.putArray("idp_certificates");
    for (Certificate certificate : config.idpCertificates()) {
      certificates
          .addObject()
          .put("pem", certificate.pem())
          .put("issuer", certificate.issuer())
          .put("not_after", certificate.notAfter().toString())
          .put("fingerprint", certificate.fingerprint())
          .put("add_time", certificate.addTime().toString());
    }
    json.put("idp_name_id_format", config.nameIdFormat().name());
    json.put("idp_sso_request_binding", config.ssoRequestBinding().name());
    json.put("idp_slo_request_binding", config.sloRequestBinding().name());
    json.put("saml_signing_option", config.signingOption().name());
    json.put("force_authn", config.forceAuthn());
    json.put("default_redirect_uri", config.defaultRedirectUri());
    json.put("assertion_encrypted", config.assertionEncrypted());
    json.put("want_request_signed", config.wantRequestSigned());
    json.put("certificate_id", config.certificateId());
    json.put("idp_slo_required", config.idpSloRequired());
    json.put("allow_idp_initiated_login", config.allowIdpInitiatedLogin());
    json.put("sync_user_profile_on_login", config.syncsProfileOnLogin());
    json.put("jit_provisioning_with_sso_enabled", config.provisionsJustInTime());
    return json;
  }

  private static SamlConfig readSaml(ObjectNode json) {
    List<Certificate> certificates = new ArrayList<>();
    for (JsonNode certificate : json.path("idp_certificates")) {
      certificates.add(
          new Certificate(
              name(certificate, "pem"),
              name(certificate, "issuer"),
              Instant.parse(name(certificate, "not_after")),
              name(certificate, "fingerprint"),
              Instant.parse(name(certificate, "add_time"))));
    }
    return new SamlConfig(
        text(json, "idp_metadata_url"),
        text(json, "idp_entity_id"),
        text(json, "idp_sso_url"),
        text(json, "idp_slo_url"),
        certificates,
        NameIdFormat.valueOf(name(json, "idp_name_id_format")),
        RequestBinding.valueOf(name(json, "idp_sso_request_binding")),
        RequestBinding.valueOf(name(json, "idp_slo_request_binding")),
        SigningOption.valueOf(name(json, "saml_signing_option")),
        flag(json, "force_authn"),
        text(json, "default_redirect_uri"),
        flag(json, "assertion_encrypted"),
        flag(json, "want_request_signed"),
        text(json, "certificate_id"),
        flag(json, "idp_slo_required"),
        flag(json, "allow_idp_initiated_login"),
        flag(json, "sync_user_profile_on_login"),
        flag(json, "jit_provisioning_with_sso_enabled"));
  }

  private static @Nullable String text(JsonNode json, String member) {
    return json.path(member).isTextual() ? json.path(member).asText() : null;
  }

  private static String name(JsonNode json, String member) {
    return json.path(member).asText();
  }

  private static boolean flag(JsonNode json, String member) {
    return json.path(member).asBoolean();
  }
}
