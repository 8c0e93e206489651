package dev.ostiary.protocol.saml;

import dev.ostiary.platform.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Signs a message of ours for the POST binding (SAML 2.0 Core, section 5.4). The message is in
/// canonical form already, and so is what is signed about it.
final class EnvelopedSignature {
  private static final String EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#";

  /// After the issuer, as the schema of every message has it.
  private static final int PLACE = 1;

  private EnvelopedSignature() {}

  static XmlElement sign(XmlElement message, SpKey key) {
    byte[] digest = Digests.sha256(message.write().getBytes(StandardCharsets.UTF_8));
    XmlElement reference =
        XmlElement.of(
                "ds:Reference",
                XmlElement.of(
                    "ds:Transforms",
                    method("ds:Transform", Namespaces.SIGNATURE + "enveloped-signature"),
                    method("ds:Transform", EXCLUSIVE_C14N)),
                method("ds:DigestMethod", Namespaces.ENCRYPTION + "sha256"),
                XmlElement.of("ds:DigestValue", Base64.getEncoder().encodeToString(digest)))
            .with("URI", "#" + message.attributes().get("ID"));
    XmlElement signedInfo =
        XmlElement.of(
            "ds:SignedInfo",
            method("ds:CanonicalizationMethod", EXCLUSIVE_C14N),
            method("ds:SignatureMethod", SpKey.ALGORITHM),
            reference);
    XmlElement signature =
        XmlElement.of(
            "ds:Signature",
            signedInfo,
            XmlElement.of("ds:SignatureValue", key.sign(signedInfo.write())),
            SpMetadata.keyInfo(key.certificate()));
    return message.with(PLACE, signature);
  }

  private static XmlElement method(String name, String algorithm) {
    return XmlElement.of(name).with("Algorithm", algorithm);
  }
}
