package dev.ostiary.protocol.saml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/// A message of the redirect binding, in its query string (SAML 2.0 Bindings, section 3.4.4). What
/// is verified are the parameters exactly as they arrived, and what is read are the same
/// parameters: no second parser gets to have its own opinion (CVE-2025-27773).
final class RedirectQuery {
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "SHA256withRSA",
          "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384", "SHA384withRSA",
          "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "SHA512withRSA",
          "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "SHA256withECDSAinP1363Format",
          "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384", "SHA384withECDSAinP1363Format");

  private static final List<String> NAMES =
      List.of("SAMLRequest", "SAMLResponse", "RelayState", "SigAlg", "Signature", "SAMLEncoding");

  private final Map<String, String> raw = new HashMap<>();
  private final String field;

  /// @param query as it stands in the URL, still encoded
  RedirectQuery(String query) throws RuleBroken {
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      boolean ours = NAMES.stream().anyMatch(decoded(name)::equalsIgnoreCase);
      if (ours && (!NAMES.contains(name) || raw.put(name, pair.substring(equals + 1)) != null)) {
        throw broken("found the parameter " + Elements.shown(name) + " twice, or spelt oddly");
      }
    }
    if (raw.containsKey("SAMLRequest") == raw.containsKey("SAMLResponse")) {
      throw broken("found a request and a response, or neither, expected one of them");
    }
    field = raw.containsKey("SAMLRequest") ? "SAMLRequest" : "SAMLResponse";
  }

  String field() {
    return field;
  }

  @Nullable String relayState() throws RuleBroken {
    String value = raw.get("RelayState");
    return value == null ? null : decoded(value);
  }

  /// The XML of the message, once one of the certificates has confirmed the query's signature.
  String verifiedXml(List<IdpCertificate> certificates) throws RuleBroken {
    String algorithm = raw.get("SigAlg");
    String signature = raw.get("Signature");
    if (algorithm == null || signature == null) {
      throw new RuleBroken(Rule.SIGNATURE_MISSING, "found a logout message that is not signed");
    }
    String jca = ALGORITHMS.get(decoded(algorithm));
    if (jca == null) {
      throw new RuleBroken(
          Rule.SIGNATURE_ALGORITHM, "found the algorithm " + Elements.shown(decoded(algorithm)));
    }
    byte[] signed = signedPart().getBytes(StandardCharsets.UTF_8);
    byte[] value = base64(decoded(signature));
    if (certificates.stream().noneMatch(certificate -> verifies(certificate, jca, signed, value))) {
      throw new RuleBroken(
          Rule.SIGNATURE,
          "found a signature that none of the connection's "
              + certificates.size()
              + " certificates confirms");
    }
    return inflated(base64(decoded(raw.getOrDefault(field, ""))));
  }

  /// In the order of the standard, whatever the order in the URL.
  private String signedPart() {
    String relayState = raw.get("RelayState");
    return field
        + "="
        + raw.get(field)
        + (relayState == null ? "" : "&RelayState=" + relayState)
        + "&SigAlg="
        + raw.get("SigAlg");
  }

  private static boolean verifies(
      IdpCertificate certificate, String algorithm, byte[] signed, byte[] value) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initVerify(certificate.key());
      signature.update(signed);
      return signature.verify(value);
    } catch (GeneralSecurityException e) {
      return false; // another kind of key, or no signature at all
    }
  }

  private static String inflated(byte[] deflated) throws RuleBroken {
    var inflater = new Inflater(true);
    try (InputStream stream =
        new InflaterInputStream(new ByteArrayInputStream(deflated), inflater)) {
      return MessageXml.utf8(stream.readNBytes(MessageXml.MAX_BYTES + 1));
    } catch (IOException e) {
      throw broken("found what is not DEFLATE");
    } finally {
      inflater.end();
    }
  }

  private static byte[] base64(String text) throws RuleBroken {
    try {
      return Base64.getDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw broken("found what is not base64");
    }
  }

  private static String decoded(String text) throws RuleBroken {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw broken("found a broken percent encoding");
    }
  }

  private static RuleBroken broken(String finding) {
    return new RuleBroken(Rule.ENCODING, finding);
  }
}
