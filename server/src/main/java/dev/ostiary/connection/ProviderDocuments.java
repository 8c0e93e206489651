package dev.ostiary.connection;

import dev.ostiary.connection.SamlConfig.NameIdFormat;
import dev.ostiary.connection.SamlConfig.RequestBinding;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.outbound.DocumentFetcher;
import dev.ostiary.protocol.oidc.ProviderMetadata;
import dev.ostiary.protocol.saml.Binding;
import dev.ostiary.protocol.saml.IdpCertificate;
import dev.ostiary.protocol.saml.IdpMetadata;
import dev.ostiary.protocol.saml.IdpMetadataReader;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Fetches the documents through the one outbound client and reads them by the standards.
public final class ProviderDocuments implements MetadataSource {
  private static final String WELL_KNOWN = "/.well-known/openid-configuration";

  /// The registered type first. Keycloak has only application/xml and answers 406 to those who do
  /// not ask for it; the type says nothing about the content anyway, so any will do.
  private static final String METADATA_TYPES =
      "application/samlmetadata+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1";

  /// SAML 2.0 Core, section 8.3.
  private static final Map<String, NameIdFormat> NAME_ID_FORMATS =
      Map.of(
          "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified", NameIdFormat.UNSPECIFIED,
          "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress", NameIdFormat.EMAIL,
          "urn:oasis:names:tc:SAML:2.0:nameid-format:transient", NameIdFormat.TRANSIENT,
          "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent", NameIdFormat.PERSISTENT);

  private final DocumentFetcher fetcher;
  private final InstantSource clock;

  public ProviderDocuments(DocumentFetcher fetcher, InstantSource clock) {
    this.fetcher = fetcher;
    this.clock = clock;
  }

  @Override
  public void vet(String field, String url) {
    fetcher.vet(field, url);
  }

  @Override
  public OidcEndpoints discover(String field, String url) {
    return discover(field, url, address -> fetcher.fetch(field, address, "application/json"));
  }

  /// @param url the issuer, or the address of the document itself
  /// @param document what is found at an address
  static OidcEndpoints discover(String field, String url, UnaryOperator<String> document) {
    try {
      return discover(url, document);
    } catch (Problem refusal) {
      // Whatever the document says of itself, this is what its caller can mend.
      throw refusal.at(field);
    }
  }

  private static OidcEndpoints discover(String url, UnaryOperator<String> document) {
    boolean namesDocument = url.endsWith(WELL_KNOWN);
    String issuer = namesDocument ? url.substring(0, url.length() - WELL_KNOWN.length()) : url;
    String address = ProviderMetadata.discoveryUrl(issuer);
    String json = document.apply(address);
    ProviderMetadata metadata =
        namesDocument
            ? ProviderMetadata.parseFrom(json, address)
            : ProviderMetadata.parse(json, issuer);
    return new OidcEndpoints(
        metadata.issuer(),
        metadata.authorizationEndpoint(),
        metadata.tokenEndpoint(),
        metadata.userinfoEndpoint(),
        metadata.jwksUri(),
        metadata.endSessionEndpoint(),
        metadata.tokenAuthMethods());
  }

  @Override
  public SamlFacts fetch(String field, String url) {
    return read(field, fetcher.fetch(field, url, METADATA_TYPES));
  }

  @Override
  public SamlFacts read(String field, String xml) {
    IdpMetadata metadata = new IdpMetadataReader(field).read(xml, clock.instant());
    return new SamlFacts(
        metadata.entityId(),
        metadata.ssoUrl(),
        binding(metadata.ssoBinding()),
        metadata.sloUrl().orElse(null),
        metadata.sloBinding().map(ProviderDocuments::binding).orElse(null),
        nameIdFormat(metadata),
        metadata.wantsSignedRequests(),
        metadata.signing().stream().map(ProviderDocuments::facts).toList());
  }

  @Override
  public CertificateFacts certificate(String field, String text) {
    return facts(IdpCertificate.parse(field, text));
  }

  private static CertificateFacts facts(IdpCertificate certificate) {
    return new CertificateFacts(
        certificate.pem(), certificate.issuer(), certificate.notAfter(), certificate.fingerprint());
  }

  private static RequestBinding binding(Binding binding) {
    return switch (binding) {
      case REDIRECT -> RequestBinding.HTTP_REDIRECT;
      case POST -> RequestBinding.HTTP_POST;
    };
  }

  /// The first of the provider's formats that the contract knows.
  private static @Nullable NameIdFormat nameIdFormat(IdpMetadata metadata) {
    return metadata.nameIdFormats().stream()
        .map(NAME_ID_FORMATS::get)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
