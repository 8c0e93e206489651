package dev.ostiary.connection;

import dev.ostiary.connection.SamlConfig.NameIdFormat;
import dev.ostiary.connection.SamlConfig.RequestBinding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what identity providers publish about themselves. Everything throws INVALID_ARGUMENT that
/// names `field` when the document cannot be had or does not hold what it must.
public interface MetadataSource {
  /// Whether this server would send requests to the URL now. A name that does not resolve passes:
  /// it may appear later, and every request is vetted again.
  void vet(String field, String url);

  /// Fetches an OpenID provider's discovery document.
  ///
  /// @param url the issuer, or the address of the document itself
  OidcEndpoints discover(String field, String url);

  /// Fetches SAML metadata and reads it.
  SamlFacts fetch(String field, String url);

  /// Reads SAML metadata.
  SamlFacts read(String field, String xml);

  /// Reads one X.509 certificate, in PEM or as bare base64; refuses one whose key is unfit for
  /// signatures.
  CertificateFacts certificate(String field, String text);

  /// What a discovery document says (OpenID Connect Discovery 1.0, section 3).
  ///
  /// @param endSessionUri null when the provider has none
  /// @param tokenAuthMethods empty when the document does not say
  record OidcEndpoints(
      String issuer,
      String authorizeUri,
      String tokenUri,
      @Nullable String userInfoUri,
      String jwksUri,
      @Nullable String endSessionUri,
      List<String> tokenAuthMethods) {}

  /// What SAML metadata say of one identity provider; null is what they leave open.
  record SamlFacts(
      String entityId,
      String ssoUrl,
      RequestBinding ssoBinding,
      @Nullable String sloUrl,
      @Nullable RequestBinding sloBinding,
      @Nullable NameIdFormat nameIdFormat,
      boolean wantsSignedRequests,
      List<CertificateFacts> certificates) {}

  /// A certificate that can be used.
  ///
  /// @param issuer the distinguished name, RFC 2253
  /// @param fingerprint SHA-256 of the DER form, in lower-case hex
  record CertificateFacts(String pem, String issuer, Instant notAfter, String fingerprint) {}
}
