package dev.ostiary.protocol.saml;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Document;

/// From what arrived to a vetted document: base64, UTF-8, XML, the gate; each of them strict.
final class MessageXml {
  /// Ten times a response with a hundred groups, signed twice and encrypted.
  static final int MAX_BYTES = 256 * 1024;

  private static final int BASE64_OVERHEAD = 2;
  private static final Pattern LINE_BREAKS = Pattern.compile("[\r\n]+");
  private static final Pattern DECLARED_ENCODING =
      Pattern.compile("^<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']([^\"']*)[\"']");

  private MessageXml() {}

  /// Undoes the encoding of the POST binding (SAML 2.0 Bindings, section 3.5.4). It is never
  /// inflated: compression is the redirect binding's.
  static String decode(String base64) throws RuleBroken {
    if (base64.length() > MAX_BYTES * BASE64_OVERHEAD) {
      throw new RuleBroken(Rule.ENCODING, "found " + base64.length() + " characters of base64");
    }
    try {
      String oneLine = LINE_BREAKS.matcher(base64).replaceAll("");
      return utf8(Base64.getDecoder().decode(oneLine.getBytes(StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      throw new RuleBroken(
          Rule.ENCODING, "found what is not base64 (the standard alphabet, with its padding)");
    }
  }

  static String utf8(byte[] bytes) throws RuleBroken {
    if (bytes.length > MAX_BYTES) {
      throw new RuleBroken(
          Rule.ENCODING, "found " + bytes.length + " bytes of XML, expected at most " + MAX_BYTES);
    }
    try {
      String xml = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      Matcher declared = DECLARED_ENCODING.matcher(xml);
      if (declared.find() && !declared.group(1).equalsIgnoreCase("UTF-8")) {
        throw new RuleBroken(
            Rule.ENCODING,
            "found XML that says to be in " + Elements.shown(declared.group(1)) + ", not UTF-8");
      }
      return xml;
    } catch (CharacterCodingException e) {
      throw new RuleBroken(Rule.ENCODING, "found bytes that are not UTF-8");
    }
  }

  static Document parse(String xml, MessageKind kind, Gate gate) throws RuleBroken {
    Document document;
    try {
      document = HardenedXml.parse(xml, MAX_BYTES);
    } catch (HardenedXml.Rejected e) {
      throw new RuleBroken(Rule.XML, String.valueOf(e.getMessage()));
    }
    if (!Elements.is(document.getDocumentElement(), kind.namespace(), kind.element())) {
      throw new RuleBroken(
          Rule.SHAPE,
          "found <"
              + Elements.shown(document.getDocumentElement().getNodeName())
              + ">, expected a SAML 2.0 "
              + kind.element());
    }
    gate.vet(document, kind);
    return document;
  }
}
