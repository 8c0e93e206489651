package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.SamlConfig;
import dev.ostiary.connection.SpUrls;
import dev.ostiary.environment.Environment;
import dev.ostiary.protocol.saml.Binding;
import dev.ostiary.protocol.saml.Expectation;
import dev.ostiary.protocol.saml.IdpCertificate;
import dev.ostiary.protocol.saml.NameIdFormat;
import dev.ostiary.protocol.saml.Occasion;
import dev.ostiary.protocol.saml.SignaturePolicy;
import dev.ostiary.protocol.saml.SpKey;
import dev.ostiary.protocol.saml.TrustedIdp;
import java.util.List;
import java.util.Objects;

/// The two sides of a SAML connection in the words of the protocol.
record SamlParties(Environment environment, Connection connection) {

  SamlConfig config() {
    return (SamlConfig) connection.config();
  }

  /// Our side's addresses.
  SpUrls urls() {
    return SpUrls.of(environment.url(), connection);
  }

  /// @throws IllegalArgumentException when the configuration is not complete
  TrustedIdp idp() {
    List<IdpCertificate> certificates =
        config().idpCertificates().stream()
            .map(certificate -> IdpCertificate.parse("idp_certificate", certificate.pem()))
            .toList();
    return new TrustedIdp(Objects.requireNonNullElse(config().idpEntityId(), ""), certificates);
  }

  NameIdFormat nameIdFormat() {
    return switch (config().nameIdFormat()) {
      case UNSPECIFIED -> NameIdFormat.UNSPECIFIED;
      case EMAIL -> NameIdFormat.EMAIL;
      case TRANSIENT -> NameIdFormat.TRANSIENT;
      case PERSISTENT -> NameIdFormat.PERSISTENT;
    };
  }

  static Binding binding(SamlConfig.RequestBinding binding) {
    return switch (binding) {
      case HTTP_POST -> Binding.POST;
      case HTTP_REDIRECT -> Binding.REDIRECT;
    };
  }

  /// What an answer must meet.
  ///
  /// @param keys ours, for what is encrypted
  Expectation expectation(Occasion occasion, List<SpKey> keys) {
    return new Expectation(
        idp(),
        urls().entityId(),
        urls().callback(),
        occasion,
        signatures(),
        new Expectation.Decryption(
            keys.stream().map(SpKey::key).toList(), config().assertionEncrypted()),
        Expectation.DEFAULT_SKEW);
  }

  private SignaturePolicy signatures() {
    return switch (config().signingOption()) {
      case SAML_ONLY_RESPONSE_SIGNING -> SignaturePolicy.RESPONSE;
      case SAML_ONLY_ASSERTION_SIGNING -> SignaturePolicy.ASSERTION;
      case SAML_RESPONSE_ASSERTION_SIGNING -> SignaturePolicy.BOTH;
      case SAML_RESPONSE_OR_ASSERTION_SIGNING -> SignaturePolicy.EITHER;
    };
  }
}
