package dev.ostiary.protocol.saml;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What an identity provider needs to know of us at one connection (SAML 2.0 Metadata, section
/// 2.4.4).
///
/// @param certificates the containers of our keys, the one in use first; an identity provider takes
///   messages signed with each of them, and encrypts with the first
/// @param signsRequests whether every sign-in request is signed
public record SpMetadata(
    String entityId,
    String acsUrl,
    String logoutUrl,
    NameIdFormat nameIdFormat,
    List<X509Certificate> certificates,
    boolean signsRequests,
    boolean wantsSignedAssertions) {

  public static final String MEDIA_TYPE = "application/samlmetadata+xml";

  public SpMetadata {
    certificates = List.copyOf(certificates);
  }

  /// The document.
  public String xml() {
    var role = new ArrayList<XmlElement>();
    for (X509Certificate certificate : certificates) {
      role.add(key("signing", certificate));
    }
    certificates.stream().findFirst().ifPresent(first -> role.add(key("encryption", first)));
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
