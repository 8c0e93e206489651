package dev.ostiary.protocol.saml;

import java.util.List;

/// An identity provider as a connection knows it. Without a certificate there is none: "no key" can
/// never come to mean "do not verify".
public record TrustedIdp(String entityId, List<IdpCertificate> certificates) {
  public TrustedIdp {
    certificates = List.copyOf(certificates);
    if (entityId.isEmpty() || certificates.isEmpty()) {
      throw new IllegalArgumentException("an identity provider without entity id or certificate");
    }
  }
}
