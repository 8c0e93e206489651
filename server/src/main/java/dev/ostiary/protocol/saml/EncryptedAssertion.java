package dev.ostiary.protocol.saml;

import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/// The parts of an encrypted assertion (SAML 2.0 Core, section 2.3.4; XML Encryption 1.1), taken
/// apart and not yet opened.
///
/// @param transport how the content key is wrapped: always RSA-OAEP
record EncryptedAssertion(
    ContentCipher cipher, OAEPParameterSpec transport, byte[] wrappedKey, byte[] content) {
  private static final String OAEP_SHA1 = Namespaces.ENCRYPTION + "rsa-oaep-mgf1p";
  private static final String OAEP = Namespaces.ENCRYPTION_11 + "rsa-oaep";

  private static final Map<String, String> DIGESTS =
      Map.of(
          Namespaces.SIGNATURE + "sha1", "SHA-1",
          Namespaces.ENCRYPTION + "sha256", "SHA-256",
          Namespaces.ENCRYPTION + "sha512", "SHA-512");

  private static final Map<String, MGF1ParameterSpec> MASKS =
      Map.of(
          Namespaces.ENCRYPTION_11 + "mgf1sha1", MGF1ParameterSpec.SHA1,
          Namespaces.ENCRYPTION_11 + "mgf1sha256", MGF1ParameterSpec.SHA256);

  static EncryptedAssertion read(Element element) throws RuleBroken {
    Element content = only(element, Namespaces.ENCRYPTION, "EncryptedData");
    Element key = encryptedKey(element, content);
    String algorithm = algorithm(only(content, Namespaces.ENCRYPTION, "EncryptionMethod"));
    ContentCipher cipher =
        ContentCipher.find(algorithm)
            .orElseThrow(() -> broken("found content encrypted with " + algorithm));
    return new EncryptedAssertion(
        cipher,
        transport(only(key, Namespaces.ENCRYPTION, "EncryptionMethod")),
        value(key),
        value(content));
  }

  /// It stands in the content's KeyInfo or beside the content; there is one.
  private static Element encryptedKey(Element element, Element content) throws RuleBroken {
    List<Element> keys = new ArrayList<>();
    for (Element info : Elements.children(content, Namespaces.SIGNATURE, "KeyInfo")) {
      keys.addAll(Elements.children(info, Namespaces.ENCRYPTION, "EncryptedKey"));
    }
    keys.addAll(Elements.children(element, Namespaces.ENCRYPTION, "EncryptedKey"));
    if (keys.size() != 1) {
      throw broken("found " + keys.size() + " encrypted keys, expected one");
    }
    return keys.getFirst();
  }

  private static OAEPParameterSpec transport(Element method) throws RuleBroken {
    String algorithm = algorithm(method);
    if (!algorithm.equals(OAEP) && !algorithm.equals(OAEP_SHA1)) {
      throw broken("found a key encrypted with " + algorithm);
    }
    if (!Elements.children(method, Namespaces.ENCRYPTION, "OAEPparams").isEmpty()) {
      throw broken("found OAEP parameters");
    }
    String digest =
        choose(
            DIGESTS,
            Elements.first(method, Namespaces.SIGNATURE, "DigestMethod").orElse(null),
            "SHA-1");
    MGF1ParameterSpec mask = MGF1ParameterSpec.SHA1;
    if (algorithm.equals(OAEP)) {
      mask =
          choose(
              MASKS,
              Elements.first(method, Namespaces.ENCRYPTION_11, "MGF").orElse(null),
              MGF1ParameterSpec.SHA1);
    }
    return new OAEPParameterSpec(digest, "MGF1", mask, PSource.PSpecified.DEFAULT);
  }

  private static <T> T choose(Map<String, T> known, @Nullable Element method, T byDefault)
      throws RuleBroken {
    if (method == null) {
      return byDefault;
    }
    T chosen = known.get(algorithm(method));
    if (chosen == null) {
      throw broken("found RSA-OAEP with " + algorithm(method));
    }
    return chosen;
  }

  private static byte[] value(Element encrypted) throws RuleBroken {
    Element data = only(encrypted, Namespaces.ENCRYPTION, "CipherData");
    String text = HardenedXml.onlyText(only(data, Namespaces.ENCRYPTION, "CipherValue"));
    try {
      return Base64.getMimeDecoder().decode(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw broken("found a cipher value that is not base64");
    }
  }

  private static Element only(Element parent, String namespace, String name) throws RuleBroken {
    List<Element> found = Elements.children(parent, namespace, name);
    if (found.size() != 1) {
      throw broken("found " + found.size() + " of " + name + ", expected one");
    }
    return found.getFirst();
  }

  private static String algorithm(Element method) {
    return Elements.shown(Elements.attribute(method, "Algorithm").orElse("no algorithm"));
  }

  private static RuleBroken broken(String finding) {
    return new RuleBroken(Rule.ENCRYPTION, finding);
  }
}
