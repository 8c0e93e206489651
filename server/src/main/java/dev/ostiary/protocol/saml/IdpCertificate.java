package dev.ostiary.protocol.saml;

import dev.ostiary.platform.Problem;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A certificate whose key an identity provider signs with. It is a container for the key: who
/// issued it is not asked, and one that expired still counts, with a warning.
public record IdpCertificate(X509Certificate x509) {
  /// Several times a certificate with the largest key that we accept.
  private static final int MAX_TEXT_LENGTH = 32 * 1024;

  private static final int MIN_RSA_BITS = 2048;

  /// Verifying with a larger key costs milliseconds, which a stranger could make us spend.
  private static final int MAX_RSA_BITS = 8192;

  private static final Pattern ARMOR =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final String EXPECTED = ", expected one X.509 certificate in PEM or base64";

  public IdpCertificate {
    String weakness = weakness(x509);
    if (weakness != null) {
      throw new IllegalArgumentException(weakness);
    }
  }

  /// Reads PEM, with or without its armor lines, or base64 of DER; any white space.
  ///
  /// @param field the path of the field it came in, for the refusal
  /// @throws Problem when it is no certificate, or its key is too weak or of an unknown kind
  public static IdpCertificate parse(String field, String text) {
    X509Certificate x509 = decode(field, text);
    String weakness = weakness(x509);
    if (weakness != null) {
      throw Problem.invalid(field, weakness);
    }
    return new IdpCertificate(x509);
  }

  static X509Certificate decode(String field, String text) {
    byte[] der = der(field, text);
    try {
      var certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      if (certificate.getEncoded().length == der.length) {
        return certificate;
      }
    } catch (CertificateException e) {
      throw Problem.invalid(field, "found base64 that is no certificate" + EXPECTED);
    }
    throw Problem.invalid(field, "found more bytes than one certificate has" + EXPECTED);
  }

  private static byte[] der(String field, String text) {
    if (text.length() > MAX_TEXT_LENGTH) {
      throw Problem.invalid(field, "found " + text.length() + " characters" + EXPECTED);
    }
    String base64 = SPACE.matcher(withoutArmor(field, text.strip())).replaceAll("");
    if (base64.isEmpty()) {
      throw Problem.invalid(field, "found an empty certificate" + EXPECTED);
    }
    try {
      return Base64.getDecoder().decode(base64.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(
          field, "the certificate is broken: it is no valid base64" + EXPECTED + "; copy it anew");
    }
  }

  private static String withoutArmor(String field, String text) {
    if (text.contains("PRIVATE KEY-----")) {
      throw Problem.invalid(
          field, "found a private key, which must stay with its owner" + EXPECTED);
    }
    if (!text.contains("-----")) {
      return text;
    }
    Matcher armor = ARMOR.matcher(text);
    if (!armor.find()) {
      throw Problem.invalid(field, "the certificate's BEGIN or END line is broken" + EXPECTED);
    }
    String kind = armor.group(1);
    String content = armor.group(2);
    if (!kind.equals("CERTIFICATE") && !kind.equals("X509 CERTIFICATE")) {
      throw Problem.invalid(field, "found a " + kind + EXPECTED);
    }
    if (armor.find()) {
      throw Problem.invalid(field, "found several certificates" + EXPECTED + ": the signing one");
    }
    return content;
  }

  /// Why the key cannot be used, or null when it can.
  static @Nullable String weakness(X509Certificate certificate) {
    PublicKey key = certificate.getPublicKey();
    return switch (key) {
      case RSAPublicKey rsa when key.getAlgorithm().equals("RSA") -> {
        int bits = rsa.getModulus().bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
          yield "found an RSA key of "
              + bits
              + " bits, expected "
              + MIN_RSA_BITS
              + " to "
              + MAX_RSA_BITS
              + "; renew the identity provider's signing certificate";
        }
        // With an exponent of 1 every text is its own signature.
        boolean sound =
            rsa.getPublicExponent().compareTo(BigInteger.TWO) > 0
                && rsa.getPublicExponent().testBit(0);
        yield sound ? null : "found an RSA key with a useless exponent";
      }
      case ECPublicKey ec when EcCurve.isAccepted(ec.getParams()) -> null;
      default ->
          "found a key of the kind "
              + key.getAlgorithm()
              + ", expected RSA, or EC on the curve P-256 or P-384";
    };
  }

  public PublicKey key() {
    return x509.getPublicKey();
  }

  public Instant notBefore() {
    return x509.getNotBefore().toInstant();
  }

  public Instant notAfter() {
    return x509.getNotAfter().toInstant();
  }

  public String subject() {
    return x509.getSubjectX500Principal().getName();
  }

  public String issuer() {
    return x509.getIssuerX500Principal().getName();
  }

  /// SHA-256 of the DER form, in lower-case hex.
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(x509.getEncoded());
      return HexFormat.of().formatHex(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// PEM with its armor lines and a line feed at the end.
  public String pem() {
    try {
      byte[] newline = {'\n'};
      String body = Base64.getMimeEncoder(64, newline).encodeToString(x509.getEncoded());
      return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return "IdpCertificate[" + subject() + ", " + fingerprint() + "]";
  }
}
