package dev.ostiary.app.bench.measure;

import dev.ostiary.platform.crypto.SelfSignedCertificate;
import dev.ostiary.platform.crypto.Signatures;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// A key of the usual kind, RSA of 2048 bits with SHA-256, used as the server uses its own: signing
/// with the native provider where that loads, verifying with the JDK's.
///
/// @param signing the private key in the form that the provider works with
public record RsaKey(KeyPair pair, PrivateKey signing) {
  private static final String ALGORITHM = "SHA256withRSA";

  public static RsaKey generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      return new RsaKey(pair, Signatures.prepare(pair.getPrivate()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// An identity provider's certificate with this key, as PEM.
  public String certificate() {
    try {
      Instant now = Instant.now();
      X509Certificate certificate =
          SelfSignedCertificate.make(
              pair, "idp.example", BigInteger.ONE, now, now.plus(Duration.ofDays(365)));
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public byte[] sign(byte[] message) {
    try {
      var provider = Signatures.nativeProvider();
      Signature signature =
          provider.isPresent()
              ? Signature.getInstance(ALGORITHM, provider.get())
              : Signature.getInstance(ALGORITHM);
      signature.initSign(signing);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean verifies(byte[] message, byte[] signed) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(pair.getPublic());
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
