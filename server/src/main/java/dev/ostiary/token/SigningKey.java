package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.crypto.Signatures;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.SigningKeyId;
import dev.ostiary.protocol.oidc.CompactJws;
import java.time.Instant;

/// An RSA key that signs the tokens of one environment, ready for use.
final class SigningKey {
  private final EnvironmentId environment;
  private final SigningKeyId id;
  private final RSAKey key;
  private final Instant signTime;
  private final JWSSigner signer;
  private final JWSVerifier verifier;

  SigningKey(EnvironmentId environment, SigningKeyId id, RSAKey key, Instant signTime) {
    this.environment = environment;
    this.id = id;
    this.key = key;
    this.signTime = signTime;
    try {
      RSASSASigner signing = new RSASSASigner(Signatures.prepare(key.toPrivateKey()));
      Signatures.nativeProvider().ifPresent(signing.getJCAContext()::setProvider);
      this.signer = signing;
      this.verifier = new RSASSAVerifier(key.toPublicJWK());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  EnvironmentId environment() {
    return environment;
  }

  SigningKeyId id() {
    return id;
  }

  /// From when it signs.
  Instant signTime() {
    return signTime;
  }

  JWSSigner signer() {
    return signer;
  }

  /// Whether the token, whose header was checked, was signed with this key.
  boolean verifies(CompactJws token) {
    try {
      return verifier.verify(
          new JWSHeader.Builder(JWSAlgorithm.RS256).build(),
          token.signingInput(),
          Base64URL.encode(token.signature()));
    } catch (JOSEException e) {
      return false;
    }
  }

  /// The members that the world may know, named one by one: a private one cannot slip in.
  ObjectNode publicJwk() {
    return Json.object()
        .put("use", "sig")
        .put("kty", "RSA")
        .put("kid", id.toString())
        .put("alg", "RS256")
        .put("n", key.getModulus().toString())
        .put("e", key.getPublicExponent().toString());
  }
}
