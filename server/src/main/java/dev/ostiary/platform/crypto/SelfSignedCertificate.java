package dev.ostiary.platform.crypto;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/// Makes an X.509 certificate that is signed with the key it holds (RFC 5280, section 4.1): a
/// container in which a partner can import a key. The JDK can read certificates and not write them.
public final class SelfSignedCertificate {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int GENERALIZED_TIME = 0x18;
  private static final int UTC_TIME = 0x17;
  private static final int SEQUENCE = 0x30;
  private static final int VERSION = 0xa0;

  /// From then on a time has four digits for its year (RFC 5280, section 4.1.2.5).
  private static final Instant FOUR_DIGIT_YEARS = Instant.parse("2050-01-01T00:00:00Z");

  private static final DateTimeFormatter SHORT_TIME = time("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter LONG_TIME = time("yyyyMMddHHmmss'Z'");

  private SelfSignedCertificate() {}

  /// @param keys RSA or EC
  /// @param name the common name of subject and issuer
  /// @param serial positive, at most 20 bytes
  public static X509Certificate make(
      KeyPair keys, String name, BigInteger serial, Instant notBefore, Instant notAfter) {
    boolean rsa = keys.getPrivate().getAlgorithm().equals("RSA");
    byte[] algorithm =
        HexFormat.of()
            .parseHex(rsa ? "300d06092a864886f70d01010b0500" : "300a06082a8648ce3d040302");
    byte[] subject = new X500Principal("CN=" + quoted(name)).getEncoded();
    byte[] certificate =
        value(
            SEQUENCE,
            value(VERSION, value(INTEGER, new byte[] {2})),
            value(INTEGER, serial.toByteArray()),
            algorithm,
            subject,
            value(SEQUENCE, time(notBefore), time(notAfter)),
            subject,
            keys.getPublic().getEncoded());
    try {
      Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(certificate);
      byte[] der =
          value(
              SEQUENCE,
              certificate,
              algorithm,
              value(BIT_STRING, new byte[] {0}, signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// RFC 2253, section 2.4.
  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static byte[] time(Instant instant) {
    boolean isShort = instant.isBefore(FOUR_DIGIT_YEARS);
    String text = (isShort ? SHORT_TIME : LONG_TIME).format(instant);
    return value(isShort ? UTC_TIME : GENERALIZED_TIME, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static DateTimeFormatter time(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /// Tag, length, value (X.690, section 8.1).
  private static byte[] value(int tag, byte[]... parts) {
    var content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    var encoded = new ByteArrayOutputStream();
    encoded.write(tag);
    if (content.size() < 0x80) {
      encoded.write(content.size());
    } else {
      byte[] length = BigInteger.valueOf(content.size()).toByteArray();
      int skipped = length[0] == 0 ? 1 : 0;
      encoded.write(0x80 | (length.length - skipped));
      encoded.write(length, skipped, length.length - skipped);
    }
    encoded.writeBytes(content.toByteArray());
    return encoded.toByteArray();
  }
}
