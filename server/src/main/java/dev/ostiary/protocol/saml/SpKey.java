package dev.ostiary.protocol.saml;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.SelfSignedCertificate;
import dev.ostiary.platform.crypto.Signatures;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;

/// Our RSA key as a service provider: it signs what we send, and opens what is encrypted for us.
///
/// @param certificate its container, which identity providers import; self-signed
public record SpKey(PrivateKey key, X509Certificate certificate) {
  static final String ALGORITHM = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";

  /// Of the strength of AES-128 (NIST SP 800-57, part 1, table 2).
  private static final int BITS = 3072;

  private static final int SERIAL_BITS = 64;

  /// Makes a key and its certificate.
  ///
  /// @param name the certificate's subject, for the people who import it
  public static SpKey generate(
      SecureRandom random, String name, Instant notBefore, Instant notAfter) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS, random);
      KeyPair pair = generator.generateKeyPair();
      BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(0);
      return new SpKey(
          pair.getPrivate(), SelfSignedCertificate.make(pair, name, serial, notBefore, notAfter));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads what [#encodedKey] and the certificate's own encoding wrote.
  ///
  /// @param pkcs8 the private key, in base64 of its PKCS #8 form
  public static SpKey read(String pkcs8, byte[] certificate) {
    try {
      byte[] encoded = Base64.getDecoder().decode(pkcs8);
      return new SpKey(
          KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)),
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a SAML key cannot be read", e);
    }
  }

  /// The private key, in base64 of its PKCS #8 form.
  public Secret encodedKey() {
    return new Secret(Base64.getEncoder().encodeToString(key.getEncoded()));
  }

  public byte[] encodedCertificate() {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// RSA-SHA256 in base64.
  String sign(String text) {
    try {
      var provider = Signatures.nativeProvider();
      Signature signature =
          provider.isPresent()
              ? Signature.getInstance("SHA256withRSA", provider.get())
              : Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "SpKey[" + certificate.getSubjectX500Principal().getName() + "]";
  }
}
