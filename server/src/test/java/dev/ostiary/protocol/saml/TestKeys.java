package dev.ostiary.protocol.saml;

import dev.ostiary.platform.crypto.SelfSignedCertificate;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;

/// Key pairs with certificates. They take a while to make, so there is one of each kind for all
/// tests.
public record TestKeys(KeyPair pair, X509Certificate certificate) {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2036-01-01T00:00:00Z");

  public static final TestKeys IDP = rsa("idp", 2048);
  public static final TestKeys SP = rsa("sp", 2048);
  public static final TestKeys STRANGER = rsa("idp", 2048);

  static final TestKeys EC = ec("idp", "secp256r1");

  static TestKeys rsa(String name, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return of(name, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestKeys ec(String name, String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return of(name, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestKeys of(String name, KeyPair pair) {
    return new TestKeys(pair, SelfSignedCertificate.make(pair, name, BigInteger.TEN, FROM, TO));
  }

  public IdpCertificate idpCertificate() {
    return new IdpCertificate(certificate);
  }

  /// Signs a response as the provider with this key.
  public Draft sign(Draft draft, Draft.Signed what) {
    return draft.signed(what, TestSigner.rsa(pair.getPrivate()));
  }

  public SpKey spKey() {
    return new SpKey(pair.getPrivate(), certificate);
  }
}
