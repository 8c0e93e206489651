package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Tags.details;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.h3;
import static dev.ostiary.web.page.Tags.summary;

import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.OidcChange;
import dev.ostiary.connection.OidcConfig;
import dev.ostiary.connection.SamlChange;
import dev.ostiary.connection.SamlConfig;
import dev.ostiary.platform.Secret;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Visit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The form of a connection's configuration. A field that was not changed is not sent on, so that
/// what metadata said does not turn into something entered by hand.
final class ConnectionForm {
  /// The one field that is no value of the connection: a document to read values from.
  static final String METADATA_XML = "metadata";

  private ConnectionForm() {}

  static Html fields(Connection connection, Problems problems) {
    return switch (connection.config()) {
      case SamlConfig saml -> saml(saml, problems);
      case OidcConfig oidc -> oidc(oidc, problems);
    };
  }

  private static Html saml(SamlConfig config, Problems problems) {
    return Html.all(
        Field.url("saml_config.idp_metadata_url", "Metadata URL")
            .value(config.idpMetadataUrl())
            .hint("The best way: certificates and addresses are read from it.")
            .html(problems),
        Field.area(METADATA_XML, "Or the metadata document itself", 4).html(problems),
        details(
            summary("Enter the values by hand"),
            Field.line("saml_config.idp_entity_id", "Entity id of the identity provider")
                .value(config.idpEntityId())
                .html(problems),
            Field.url("saml_config.idp_sso_url", "Sign-in address")
                .value(config.idpSsoUrl())
                .html(problems),
            Field.url("saml_config.idp_slo_url", "Sign-out address")
                .value(config.idpSloUrl())
                .html(problems),
            Field.area("saml_config.idp_certificate", "Certificates (PEM)", 8)
                .value(pem(config))
                .html(problems)),
        h3("When people sign in"),
        tick("saml_config.force_authn", "Ask for the password every time", config.forceAuthn()),
        tick("saml_config.want_request_signed", "Sign our requests", config.wantRequestSigned()),
        tick(
            "saml_config.allow_idp_initiated_login",
            "Let people start at the identity provider",
            config.allowIdpInitiatedLogin()),
        profile("saml_config", config.provisionsJustInTime(), config.syncsProfileOnLogin()));
  }

  private static Html oidc(OidcConfig config, Problems problems) {
    Secret secret = config.clientSecret();
    return Html.all(
        Field.url("oidc_config.issuer", "Issuer")
            .value(config.issuer())
            .hint("The addresses below are read from its discovery document.")
            .html(problems),
        Field.line("oidc_config.client_id", "Client id").value(config.clientId()).html(problems),
        Field.line("oidc_config.client_secret", "Client secret")
            .value(secret == null ? "" : secret.masked())
            .hint("Stored sealed; only its last four characters are ever shown.")
            .html(problems),
        details(
            summary("Enter the addresses by hand"),
            Field.url("oidc_config.authorize_uri", "Authorization endpoint")
                .value(config.authorizeUri())
                .html(problems),
            Field.url("oidc_config.token_uri", "Token endpoint")
                .value(config.tokenUri())
                .html(problems),
            Field.url("oidc_config.user_info_uri", "Userinfo endpoint")
                .value(config.userInfoUri())
                .html(problems),
            Field.url("oidc_config.jwks_uri", "Address of the keys")
                .value(config.jwksUri())
                .html(problems)),
        h3("When people sign in"),
        tick("oidc_config.pkce_enabled", "Use PKCE", config.pkceEnabled()),
        profile("oidc_config", config.provisionsJustInTime(), config.syncsProfileOnLogin()));
  }

  private static Html profile(String prefix, boolean jit, boolean sync) {
    return div(
        css("stack"),
        tick(
            prefix + ".jit_provisioning_with_sso_enabled", "Make a user at the first sign-in", jit),
        tick(
            prefix + ".sync_user_profile_on_login",
            "Bring the profile up to date each time",
            sync));
  }

  private static Html tick(String name, String label, boolean on) {
    return Field.tick(name, label, on).html(Problems.NONE);
  }

  private static String pem(SamlConfig config) {
    return config.idpCertificates().stream()
        .map(SamlConfig.Certificate::pem)
        .collect(Collectors.joining("\n"));
  }

  /// What the form that was sent asks for.
  static ConfigChange read(Visit visit, Connection before) {
    return ConfigChange.of(
        switch (before.config()) {
          case SamlConfig saml -> readSaml(visit, saml);
          case OidcConfig oidc -> readOidc(visit, oidc);
        });
  }

  private static SamlChange readSaml(Visit visit, SamlConfig before) {
    return new SamlChange()
        .idpMetadataUrl(changed(visit, "saml_config.idp_metadata_url", before.idpMetadataUrl()))
        .idpEntityId(changed(visit, "saml_config.idp_entity_id", before.idpEntityId()))
        .idpSsoUrl(changed(visit, "saml_config.idp_sso_url", before.idpSsoUrl()))
        .idpSloUrl(changed(visit, "saml_config.idp_slo_url", before.idpSloUrl()))
        .idpCertificate(changed(visit, "saml_config.idp_certificate", pem(before)))
        .forceAuthn(visit.ticked("saml_config.force_authn"))
        .wantRequestSigned(visit.ticked("saml_config.want_request_signed"))
        .allowIdpInitiatedLogin(visit.ticked("saml_config.allow_idp_initiated_login"))
        .provisionsJustInTime(visit.ticked("saml_config.jit_provisioning_with_sso_enabled"))
        .syncsProfileOnLogin(visit.ticked("saml_config.sync_user_profile_on_login"));
  }

  private static OidcChange readOidc(Visit visit, OidcConfig before) {
    Secret secret = before.clientSecret();
    return new OidcChange()
        .issuer(changed(visit, "oidc_config.issuer", before.issuer()))
        .clientId(changed(visit, "oidc_config.client_id", before.clientId()))
        .clientSecret(
            changed(visit, "oidc_config.client_secret", secret == null ? null : secret.masked()))
        .authorizeUri(changed(visit, "oidc_config.authorize_uri", before.authorizeUri()))
        .tokenUri(changed(visit, "oidc_config.token_uri", before.tokenUri()))
        .userInfoUri(changed(visit, "oidc_config.user_info_uri", before.userInfoUri()))
        .jwksUri(changed(visit, "oidc_config.jwks_uri", before.jwksUri()))
        .pkceEnabled(visit.ticked("oidc_config.pkce_enabled"))
        .provisionsJustInTime(visit.ticked("oidc_config.jit_provisioning_with_sso_enabled"))
        .syncsProfileOnLogin(visit.ticked("oidc_config.sync_user_profile_on_login"));
  }

  /// Null where the field says what it said before.
  private static @Nullable String changed(Visit visit, String field, @Nullable String before) {
    String now = visit.form(field).replace("\r\n", "\n");
    return now.equals(before == null ? "" : before.strip()) ? null : now;
  }
}
