package dev.ostiary.protocol.saml;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What an identity provider needs to know of us at one connection (SAML 2.0 Metadata, section
/// 2.4.4).
///
/// @param signing the containers of our keys that sign now or will soon, the one in use first,
///   since some providers read no further
/// @param encryption the container of the key that assertions are to be encrypted for
/// @param signsRequests whether every sign-in request is signed
public record SpMetadata(
    String entityId,
    String acsUrl,
    String logoutUrl,
    NameIdFormat nameIdFormat,
    List<X509Certificate> signing,
    X509Certificate encryption,
    boolean signsRequests,
    boolean wantsSignedAssertions) {

  public static final String MEDIA_TYPE = "application/samlmetadata+xml";

  public SpMetadata {
    signing = List.copyOf(signing);
  }

  /// The document.
  public String xml() {
    var role = new ArrayList<XmlElement>();
    for (X509Certificate certificate : signing) {
      role.add(key("signing", certificate));
    }
    role.add(key("encryption", encryption));
    role.add(service("md:SingleLogoutService", Binding.REDIRECT, logoutUrl));
    role.add(service("md:SingleLogoutService", Binding.POST, logoutUrl));
    role.add(XmlElement.of("md:NameIDFormat", nameIdFormat.uri()));
    role.add(
        service("md:AssertionConsumerService", Binding.POST, acsUrl)
            .with("index", "0")
            .with("isDefault", "true"));
    XmlElement descriptor =
        XmlElement.of("md:SPSSODescriptor", role.toArray(XmlElement[]::new))
            .with("protocolSupportEnumeration", Namespaces.PROTOCOL)
            .with("AuthnRequestsSigned", String.valueOf(signsRequests))
            .with("WantAssertionsSigned", String.valueOf(wantsSignedAssertions));
    return XmlElement.of("md:EntityDescriptor", descriptor).with("entityID", entityId).write();
  }

  private static XmlElement service(String name, Binding binding, String location) {
    return XmlElement.of(name).with("Binding", binding.uri()).with("Location", location);
  }

  private static XmlElement key(String use, X509Certificate certificate) {
    return XmlElement.of("md:KeyDescriptor", keyInfo(certificate)).with("use", use);
  }

  static XmlElement keyInfo(X509Certificate certificate) {
    try {
      String base64 = Base64.getEncoder().encodeToString(certificate.getEncoded());
      return XmlElement.of(
          "ds:KeyInfo", XmlElement.of("ds:X509Data", XmlElement.of("ds:X509Certificate", base64)));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
