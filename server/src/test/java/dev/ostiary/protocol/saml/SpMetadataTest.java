package dev.ostiary.protocol.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class SpMetadataTest {
  private static final SpMetadata METADATA =
      new SpMetadata(
          Draft.SP,
          Draft.ACS,
          Draft.SP + "/slo",
          NameIdFormat.PERSISTENT,
          List.of(TestKeys.SP.certificate(), TestKeys.STRANGER.certificate()),
          TestKeys.STRANGER.certificate(),
          true,
          false);

  @Test
  void anIdentityProviderFindsEverythingItNeeds() throws Exception {
    Document document = Dom.parse(METADATA.xml());

    assertThat(document.getDocumentElement().getAttribute("entityID")).isEqualTo(Draft.SP);
    Element role = Dom.one(document, "SPSSODescriptor");
    assertThat(role.getAttribute("AuthnRequestsSigned")).isEqualTo("true");
    assertThat(role.getAttribute("WantAssertionsSigned")).isEqualTo("false");
    Element acs = Dom.one(document, "AssertionConsumerService");
    assertThat(acs.getAttribute("Location")).isEqualTo(Draft.ACS);
    assertThat(acs.getAttribute("Binding")).isEqualTo(Binding.POST.uri());
    assertThat(Dom.all(document, "SingleLogoutService"))
        .extracting(service -> service.getAttribute("Location"))
        .containsExactly(Draft.SP + "/slo", Draft.SP + "/slo");
    assertThat(Dom.one(document, "NameIDFormat").getTextContent())
        .isEqualTo(NameIdFormat.PERSISTENT.uri());
    assertThat(Dom.one(document, "X509Certificate").getTextContent())
        .isEqualTo(base64(TestKeys.SP.certificate()));
  }

  @Test
  void messagesMayBeSignedWithEveryKeyAndAreEncryptedForOne() throws Exception {
    String used = base64(TestKeys.SP.certificate());
    String next = base64(TestKeys.STRANGER.certificate());

    assertThat(Dom.all(Dom.parse(METADATA.xml()), "KeyDescriptor"))
        .extracting(key -> key.getAttribute("use") + " " + key.getTextContent())
        .containsExactly("signing " + used, "signing " + next, "encryption " + next);
  }

  private static String base64(X509Certificate certificate) throws Exception {
    return Base64.getEncoder().encodeToString(certificate.getEncoded());
  }

  @Test
  void theElementsStandInTheOrderOfTheSchema() {
    Element role = Dom.one(Dom.parse(METADATA.xml()), "SPSSODescriptor");

    assertThat(Elements.children(role))
        .extracting(Element::getLocalName)
        .containsExactly(
            "KeyDescriptor",
            "KeyDescriptor",
            "KeyDescriptor",
            "SingleLogoutService",
            "SingleLogoutService",
            "NameIDFormat",
            "AssertionConsumerService");
  }
}
