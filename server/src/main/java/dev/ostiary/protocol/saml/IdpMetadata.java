package dev.ostiary.protocol.saml;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What we need to know of an identity provider.
///
/// @param signOn where it takes sign-in requests, by binding; at least one
/// @param logout where it takes logout requests, by binding; often none
/// @param signing its signing certificates, at least one, each with a key that we accept
/// @param nameIdFormats in its own order; often none
/// @param wantsSignedRequests whether it refuses unsigned sign-in requests
public record IdpMetadata(
    String entityId,
    Map<Binding, String> signOn,
    Map<Binding, String> logout,
    List<IdpCertificate> signing,
    List<String> nameIdFormats,
    boolean wantsSignedRequests) {
  /// SAML 2.0 Metadata, section 2.2.1.
  public static final int MAX_ENTITY_ID_LENGTH = 1024;

  public IdpMetadata {
    signOn = Map.copyOf(signOn);
    logout = Map.copyOf(logout);
    signing = List.copyOf(signing);
    nameIdFormats = List.copyOf(nameIdFormats);
    if (entityId.isEmpty() || entityId.length() > MAX_ENTITY_ID_LENGTH) {
      throw new IllegalArgumentException("an entity id of " + entityId.length() + " characters");
    }
    if (signOn.isEmpty() || signing.isEmpty()) {
      throw new IllegalArgumentException("no sign-in URL or no signing certificate");
    }
  }

  /// The binding to use for sign-in requests.
  public Binding ssoBinding() {
    return preferred(signOn).orElseThrow().getKey();
  }

  /// Where to send sign-in requests by that binding.
  public String ssoUrl() {
    return preferred(signOn).orElseThrow().getValue();
  }

  /// The binding to use for logout requests; empty when the provider takes none.
  public Optional<Binding> sloBinding() {
    return preferred(logout).map(Map.Entry::getKey);
  }

  /// Where to send logout requests by that binding.
  public Optional<String> sloUrl() {
    return preferred(logout).map(Map.Entry::getValue);
  }

  private static Optional<Map.Entry<Binding, String>> preferred(Map<Binding, String> services) {
    return services.entrySet().stream().min(Map.Entry.comparingByKey());
  }
}
