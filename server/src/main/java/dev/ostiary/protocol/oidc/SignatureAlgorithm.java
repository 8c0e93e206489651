package dev.ostiary.protocol.oidc;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/// The signature algorithms that are accepted from identity providers (RFC 7518, section 3; RFC
/// 8037). All are asymmetric: `none` and the `HS` family do not exist here, so no setting can let
/// them in.
public enum SignatureAlgorithm {
  RS256("RSA", "SHA256withRSA", "SHA-256"),
  RS384("RSA", "SHA384withRSA", "SHA-384"),
  RS512("RSA", "SHA512withRSA", "SHA-512"),
  PS256("RSA", "RSASSA-PSS", "SHA-256"),
  PS384("RSA", "RSASSA-PSS", "SHA-384"),
  PS512("RSA", "RSASSA-PSS", "SHA-512"),
  ES256("P-256", "SHA256withECDSAinP1363Format", "SHA-256"),
  ES384("P-384", "SHA384withECDSAinP1363Format", "SHA-384"),
  ES512("P-521", "SHA512withECDSAinP1363Format", "SHA-512"),
  EdDSA("Ed25519", "Ed25519", "SHA-512");

  /// What providers are known to use.
  public static final Set<SignatureAlgorithm> USUAL = Set.of(RS256, ES256, PS256, EdDSA);

  private final String keyType;
  private final String jcaName;
  private final String digest;

  /// @param keyType `RSA`, or the curve of the key
  SignatureAlgorithm(String keyType, String jcaName, String digest) {
    this.keyType = keyType;
    this.jcaName = jcaName;
    this.digest = digest;
  }

  static Optional<SignatureAlgorithm> find(String name) {
    return Arrays.stream(values()).filter(algorithm -> algorithm.name().equals(name)).findFirst();
  }

  String keyType() {
    return keyType;
  }

  boolean verifies(PublicKey key, byte[] input, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(jcaName);
      if (name().startsWith("PS")) {
        verifier.setParameter(pss());
      }
      verifier.initVerify(key);
      verifier.update(input);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /// RFC 7518, section 3.5: the salt is as long as the hash.
  private PSSParameterSpec pss() {
    int saltLength = Integer.parseInt(digest.substring("SHA-".length())) / Byte.SIZE;
    return new PSSParameterSpec(
        digest,
        "MGF1",
        new MGF1ParameterSpec(digest),
        saltLength,
        PSSParameterSpec.TRAILER_FIELD_BC);
  }

  /// `at_hash` or `c_hash` of a token or code (OpenID Connect Core, sections 3.1.3.6 and 3.3.2.11):
  /// the left half of its digest.
  String halfHash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance(digest).digest(text.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(hash, hash.length / 2));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
