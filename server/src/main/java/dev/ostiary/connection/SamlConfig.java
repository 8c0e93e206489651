package dev.ostiary.connection;

import dev.ostiary.platform.Faults;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A SAML 2.0 identity provider; we are its service provider. Null is what is not known yet.
public record SamlConfig(
    @Nullable String idpMetadataUrl,
    @Nullable String idpEntityId,
    @Nullable String idpSsoUrl,
    @Nullable String idpSloUrl,
    List<Certificate> idpCertificates,
    NameIdFormat nameIdFormat,
    RequestBinding ssoRequestBinding,
    RequestBinding sloRequestBinding,
    SigningOption signingOption,
    boolean forceAuthn,
    @Nullable String defaultRedirectUri,
    boolean assertionEncrypted,
    boolean wantRequestSigned,
    @Nullable String certificateId,
    boolean idpSloRequired,
    boolean allowIdpInitiatedLogin,
    boolean syncsProfileOnLogin,
    boolean provisionsJustInTime)
    implements ConnectionConfig {
  static final String METADATA_URL = "saml_config.idp_metadata_url";
  static final String CERTIFICATE = "saml_config.idp_certificate";

  private static final int MAX_URL = 2048;

  /// SAML core, section 8.3.6.
  private static final int MAX_ENTITY_ID = 1024;

  /// One to sign with, one to change to, and room for providers that keep a few.
  static final int MAX_CERTIFICATES = 10;

  private static final int MAX_CERTIFICATE_ID = 32;

  /// What a new connection has. A login that nobody here asked for is refused until somebody
  /// switches it on.
  static final SamlConfig EMPTY =
      new SamlConfig(
          null,
          null,
          null,
          null,
          List.of(),
          NameIdFormat.UNSPECIFIED,
          RequestBinding.HTTP_REDIRECT,
          RequestBinding.HTTP_REDIRECT,
          SigningOption.SAML_RESPONSE_OR_ASSERTION_SIGNING,
          false,
          null,
          false,
          false,
          null,
          false,
          false,
          false,
          true);

  /// A certificate whose key the provider signs with.
  ///
  /// @param fingerprint SHA-256 of its DER form, in lower-case hex: what tells it from others
  /// @param addTime since when we have it
  public record Certificate(
      String pem, String issuer, Instant notAfter, String fingerprint, Instant addTime) {
    private static final int ID_DIGITS = 24;

    /// Whether the provider must have changed to another one by now.
    boolean isExpired(Instant now) {
      return !notAfter.isAfter(now);
    }

    /// A short name for it, unique in its connection.
    public String id() {
      return "cert_" + fingerprint.substring(0, Math.min(ID_DIGITS, fingerprint.length()));
    }
  }

  /// The form in which the subject is asked for; the contract's names.
  public enum NameIdFormat {
    UNSPECIFIED,
    EMAIL,
    TRANSIENT,
    PERSISTENT
  }

  /// How our request travels to the provider; the contract's names.
  public enum RequestBinding {
    HTTP_POST,
    HTTP_REDIRECT
  }

  /// What of a response must be signed; the contract's names. Its `NO_SIGNING` is missing: whoever
  /// accepts that accepts everybody.
  public enum SigningOption {
    SAML_ONLY_RESPONSE_SIGNING,
    SAML_ONLY_ASSERTION_SIGNING,
    SAML_RESPONSE_ASSERTION_SIGNING,
    SAML_RESPONSE_OR_ASSERTION_SIGNING
  }

  public SamlConfig {
    Faults faults =
        new Faults()
            .url(METADATA_URL, idpMetadataUrl, MAX_URL)
            .text("saml_config.idp_entity_id", idpEntityId, 1, MAX_ENTITY_ID)
            .url("saml_config.idp_sso_url", idpSsoUrl, MAX_URL)
            .url("saml_config.idp_slo_url", idpSloUrl, MAX_URL)
            .url("saml_config.default_redirect_uri", defaultRedirectUri, MAX_URL)
            .text("saml_config.certificate_id", certificateId, 1, MAX_CERTIFICATE_ID);
    if (idpCertificates.size() > MAX_CERTIFICATES) {
      faults.add(
          CERTIFICATE,
          "found "
              + idpCertificates.size()
              + " certificates, expected at most "
              + MAX_CERTIFICATES);
    }
    faults.refuse();
    idpCertificates = List.copyOf(idpCertificates);
  }

  @Override
  public ConnectionType type() {
    return ConnectionType.SAML;
  }

  @Override
  public List<String> missing() {
    List<String> missing = new ArrayList<>();
    if (idpEntityId == null) {
      missing.add("saml_config.idp_entity_id");
    }
    if (idpSsoUrl == null) {
      missing.add("saml_config.idp_sso_url");
    }
    if (idpCertificates.isEmpty()) {
      missing.add(CERTIFICATE);
    }
    return missing;
  }

  @Override
  public boolean hasSameEndpoints(ConnectionConfig other) {
    return other instanceof SamlConfig saml
        && Objects.equals(idpSsoUrl, saml.idpSsoUrl)
        && Objects.equals(idpSloUrl, saml.idpSloUrl)
        && ssoRequestBinding == saml.ssoRequestBinding
        && sloRequestBinding == saml.sloRequestBinding
        && idpCertificates.equals(saml.idpCertificates);
  }

  /// Whether there are certificates, and every one of them has expired.
  boolean hasOnlyExpired(Instant now) {
    return !idpCertificates.isEmpty()
        && idpCertificates.stream().allMatch(certificate -> certificate.isExpired(now));
  }

  @Override
  public boolean isStarted() {
    return idpMetadataUrl != null
        || idpEntityId != null
        || idpSsoUrl != null
        || idpSloUrl != null
        || !idpCertificates.isEmpty();
  }
}
