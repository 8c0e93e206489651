package dev.ostiary.protocol.saml;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts assertions as identity providers do, with keys and nonces that are always the same.
///
/// @param content algorithm of the content, the fragment of its URI
/// @param transport how the content key is wrapped
public record TestEncryption(
    PublicKey recipient, String content, Transport transport, String keyPlace) {

  public enum Transport {
    OAEP_SHA1("RSA/ECB/OAEPWithSHA-1AndMGF1Padding", "SHA-1", MGF1ParameterSpec.SHA1),
    OAEP_SHA256("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", "SHA-256", MGF1ParameterSpec.SHA256),
    OAEP_SHA256_MGF1_SHA1(
        "RSA/ECB/OAEPWithSHA-256AndMGF1Padding", "SHA-256", MGF1ParameterSpec.SHA1),
    PKCS1("RSA/ECB/PKCS1Padding", "", MGF1ParameterSpec.SHA1);

    private final String jca;
    private final String digest;
    private final MGF1ParameterSpec mask;

    Transport(String jca, String digest, MGF1ParameterSpec mask) {
      this.jca = jca;
      this.digest = digest;
      this.mask = mask;
    }

    private AlgorithmParameterSpec parameters() {
      return this == PKCS1
          ? null
          : new OAEPParameterSpec(digest, "MGF1", mask, PSource.PSpecified.DEFAULT);
    }

    private String method() {
      String mgf1p = Namespaces.ENCRYPTION + "rsa-oaep-mgf1p";
      return switch (this) {
        case PKCS1 -> method(Namespaces.ENCRYPTION + "rsa-1_5", "");
        case OAEP_SHA1 -> method(mgf1p, digest(Namespaces.SIGNATURE + "sha1"));
        case OAEP_SHA256_MGF1_SHA1 -> method(mgf1p, digest(Namespaces.ENCRYPTION + "sha256"));
        case OAEP_SHA256 ->
            method(
                Namespaces.ENCRYPTION_11 + "rsa-oaep",
                digest(Namespaces.ENCRYPTION + "sha256")
                    + "<xenc11:MGF xmlns:xenc11=\"http://www.w3.org/2009/xmlenc11#\" Algorithm=\""
                    + Namespaces.ENCRYPTION_11
                    + "mgf1sha256\"/>");
      };
    }

    private static String method(String algorithm, String parameters) {
      return "<xenc:EncryptionMethod Algorithm=\""
          + algorithm
          + "\">"
          + parameters
          + "</xenc:EncryptionMethod>";
    }

    private static String digest(String algorithm) {
      return "<ds:DigestMethod xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" Algorithm=\""
          + algorithm
          + "\"/>";
    }
  }

  public static TestEncryption gcm(PublicKey recipient) {
    return new TestEncryption(recipient, "aes256-gcm", Transport.OAEP_SHA256, "inside");
  }

  TestEncryption with(String otherContent) {
    return new TestEncryption(recipient, otherContent, transport, keyPlace);
  }

  TestEncryption with(Transport other) {
    return new TestEncryption(recipient, content, other, keyPlace);
  }

  TestEncryption withKeyBeside() {
    return new TestEncryption(recipient, content, transport, "beside");
  }

  /// An EncryptedAssertion with this plaintext.
  String encrypt(String plaintext) {
    byte[] key = new byte[Integer.parseInt(content.substring(3, 6)) / 8];
    Arrays.fill(key, (byte) 7);
    try {
      return element(wrapped(key), ciphertext(key, plaintext.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// An EncryptedAssertion of these two ciphertexts.
  String element(byte[] wrappedKey, byte[] ciphertext) {
    String namespace = content.endsWith("gcm") ? Namespaces.ENCRYPTION_11 : Namespaces.ENCRYPTION;
    String encryptedKey =
        "<xenc:EncryptedKey xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\">"
            + transport.method()
            + value(wrappedKey)
            + "</xenc:EncryptedKey>";
    String info =
        keyPlace.equals("inside")
            ? "<ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">"
                + encryptedKey
                + "</ds:KeyInfo>"
            : "";
    return "<saml:EncryptedAssertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">"
        + "<xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\""
        + " Type=\"http://www.w3.org/2001/04/xmlenc#Element\">"
        + ("<xenc:EncryptionMethod Algorithm=\"" + namespace + content + "\"/>")
        + info
        + value(ciphertext)
        + "</xenc:EncryptedData>"
        + (keyPlace.equals("inside") ? "" : encryptedKey)
        + "</saml:EncryptedAssertion>";
  }

  private static String value(byte[] bytes) {
    return "<xenc:CipherData><xenc:CipherValue>"
        + Base64.getEncoder().encodeToString(bytes)
        + "</xenc:CipherValue></xenc:CipherData>";
  }

  private byte[] wrapped(byte[] key) throws GeneralSecurityException {
    Cipher rsa = Cipher.getInstance(transport.jca);
    rsa.init(Cipher.ENCRYPT_MODE, recipient, transport.parameters());
    return rsa.doFinal(key);
  }

  byte[] ciphertext(byte[] key, byte[] plaintext) throws GeneralSecurityException {
    boolean gcm = content.endsWith("gcm");
    byte[] head = new byte[gcm ? 12 : 16];
    Arrays.fill(head, (byte) 3);
    Cipher cipher = Cipher.getInstance(gcm ? "AES/GCM/NoPadding" : "AES/CBC/NoPadding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(key, "AES"),
        gcm ? new GCMParameterSpec(128, head) : new IvParameterSpec(head));
    byte[] body = cipher.doFinal(gcm ? plaintext : padded(plaintext));
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  private static byte[] padded(byte[] plaintext) {
    int count = 16 - plaintext.length % 16;
    byte[] padded = Arrays.copyOf(plaintext, plaintext.length + count);
    padded[padded.length - 1] = (byte) count;
    return padded;
  }
}
