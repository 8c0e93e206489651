package dev.ostiary.protocol.oidc;

import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/// A public key with which an identity provider signs.
///
/// @param id its `kid`; null when it has none
/// @param type `RSA`, or the curve
/// @param algorithm the only one it is for; null when it does not say
public record ProviderKey(
    @Nullable String id, String type, @Nullable String algorithm, PublicKey key) {

  /// Whether a token with this header may have been signed with it.
  boolean suits(SignatureAlgorithm algorithm, @Nullable String keyId) {
    return type.equals(algorithm.keyType())
        && (this.algorithm == null || this.algorithm.equals(algorithm.name()))
        && (keyId == null || keyId.equals(id));
  }
}
