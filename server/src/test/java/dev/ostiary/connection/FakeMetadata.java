package dev.ostiary.connection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.outbound.AddressPolicy;
import dev.ostiary.platform.outbound.OutboundUrl;
import dev.ostiary.protocol.oidc.ProviderMetadata;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The documents of a few made-up identity providers, kept in memory. Discovery documents are read
/// as those from the network are.
final class FakeMetadata implements MetadataSource {
  static final CertificateFacts CERTIFICATE = certificateFacts("a", "2035-01-01T00:00:00Z");
  static final CertificateFacts NEXT = certificateFacts("b", "2036-01-01T00:00:00Z");
  static final CertificateFacts EXPIRED = certificateFacts("c", "2020-01-01T00:00:00Z");

  private static final AddressPolicy PUBLIC_ONLY =
      new AddressPolicy(List.of(), List.of(), List::of);

  private final Map<String, String> discovery = new HashMap<>();
  final Map<String, SamlFacts> metadata = new HashMap<>();
  final List<String> fetched = new ArrayList<>();

  static CertificateFacts certificateFacts(String letter, String notAfter) {
    return new CertificateFacts(
        "-----BEGIN CERTIFICATE-----\n" + letter + "\n-----END CERTIFICATE-----",
        "CN=" + letter,
        Instant.parse(notAfter),
        letter.repeat(64));
  }

  static OidcEndpoints endpoints(String issuer) {
    return new OidcEndpoints(
        issuer,
        "https://idp.example.com/authorize",
        "https://idp.example.com/token",
        "https://idp.example.com/userinfo",
        "https://idp.example.com/jwks",
        "https://idp.example.com/logout",
        List.of("client_secret_post"));
  }

  /// Puts a discovery document where an issuer's is looked for.
  void publish(String issuer, OidcEndpoints endpoints) {
    ObjectNode document =
        Json.object()
            .put("issuer", endpoints.issuer())
            .put("authorization_endpoint", endpoints.authorizeUri())
            .put("token_endpoint", endpoints.tokenUri())
            .put("userinfo_endpoint", endpoints.userInfoUri())
            .put("jwks_uri", endpoints.jwksUri())
            .put("end_session_endpoint", endpoints.endSessionUri());
    ArrayNode methods = document.putArray("token_endpoint_auth_methods_supported");
    endpoints.tokenAuthMethods().forEach(methods::add);
    discovery.put(ProviderMetadata.discoveryUrl(issuer), document.toString());
  }

  static SamlFacts facts(CertificateFacts... certificates) {
    return new SamlFacts(
        "https://idp.example.com/entity",
        "https://idp.example.com/sso",
        SamlConfig.RequestBinding.HTTP_POST,
        null,
        null,
        SamlConfig.NameIdFormat.EMAIL,
        true,
        List.of(certificates));
  }

  /// By the rules for URLs that need no name server.
  @Override
  public void vet(String field, String url) {
    var _ = OutboundUrl.parse(field, url, PUBLIC_ONLY);
  }

  @Override
  public OidcEndpoints discover(String field, String url) {
    return ProviderDocuments.discover(field, url, address -> fetched(field, address, discovery));
  }

  @Override
  public SamlFacts fetch(String field, String url) {
    return fetched(field, url, metadata);
  }

  private <T> T fetched(String field, String url, Map<String, T> documents) {
    fetched.add(url);
    return known(field, url, documents);
  }

  @Override
  public SamlFacts read(String field, String xml) {
    return known(field, xml, metadata);
  }

  private static <T> T known(String field, String key, Map<String, T> documents) {
    T document = documents.get(key);
    if (document == null) {
      throw Problem.invalid(field, "no document at " + key);
    }
    return document;
  }

  @Override
  public CertificateFacts certificate(String field, String text) {
    for (CertificateFacts certificate : List.of(CERTIFICATE, NEXT, EXPIRED)) {
      if (certificate.pem().equals(text)) {
        return certificate;
      }
    }
    throw Problem.invalid(field, "not a certificate");
  }
}
