package dev.ostiary.protocol.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// What we ask an identity provider, judged by the JDK's own readers of XML and signatures.
class AuthnRequestTest {
  private static final AuthnRequest PLAIN =
      new AuthnRequest(
          Draft.REQUEST,
          Instant.parse("2026-11-25T03:00:00.123Z"),
          "https://idp.acme.test/sso?tenant=1&mode=<x>",
          Draft.SP,
          Draft.ACS,
          NameIdFormat.EMAIL,
          false,
          false);

  @Test
  void byRedirectTheRequestIsDeflatedIntoTheQuery() throws IOException {
    String url = redirect(PLAIN, "req_1.handle", null);

    assertThat(url).startsWith(PLAIN.destination() + "&SAMLRequest=");
    assertThat(Query.decoded(url, "RelayState")).isEqualTo("req_1.handle");
    assertThat(Query.raw(url)).doesNotContainKeys("SigAlg", "Signature");
    assertThat(Query.inflated(url, "SAMLRequest"))
        .isEqualTo(
            """
            <samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" \
            AssertionConsumerServiceURL="https://auth.app.test/sso/v1/saml/conn_1/callback" \
            Destination="https://idp.acme.test/sso?tenant=1&amp;mode=&lt;x>" \
            ID="_f00df00df00df00df00df00df00df00df00df00d" IssueInstant="2026-11-25T03:00:00Z" \
            ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Version="2.0">\
            <saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">\
            https://auth.app.test/sso/v1/saml/conn_1</saml:Issuer>\
            <samlp:NameIDPolicy AllowCreate="true" \
            Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"></samlp:NameIDPolicy>\
            </samlp:AuthnRequest>\
            """);
  }

  @Test
  void theSignatureOfARedirectCoversItsParametersAsTheyStand() throws GeneralSecurityException {
    String url = redirect(PLAIN, "a b+c/ä", TestKeys.SP.spKey());

    var raw = Query.raw(url);
    assertThat(raw.keySet()).endsWith("SAMLRequest", "RelayState", "SigAlg", "Signature");
    String signed =
        "SAMLRequest=%s&RelayState=%s&SigAlg=%s"
            .formatted(raw.get("SAMLRequest"), raw.get("RelayState"), raw.get("SigAlg"));
    assertThat(Query.decoded(url, "RelayState")).isEqualTo("a b+c/ä");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(TestKeys.SP.pair().getPublic());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    assertThat(signature.verify(Base64.getDecoder().decode(Query.decoded(url, "Signature"))))
        .isTrue();
  }

  @Test
  void aPostedRequestCarriesItsSignature() throws Exception {
    OutgoingMessage.Form form =
        (OutgoingMessage.Form) PLAIN.send(Binding.POST, "req_1.handle", TestKeys.SP.spKey());

    assertThat(form.action()).isEqualTo(PLAIN.destination());
    assertThat(form.fields()).containsOnlyKeys("SAMLRequest", "RelayState");
    Document request = Dom.parse(decoded(form));
    Element signature = Dom.one(request, "Signature");
    assertThat(signature.getPreviousSibling().getLocalName()).isEqualTo("Issuer");
    assertThat(verifies(request, signature)).isTrue();
    request.getDocumentElement().setAttribute("ForceAuthn", "true");
    assertThat(verifies(request, signature)).isFalse();
  }

  private static boolean verifies(Document request, Element signature) throws Exception {
    var context = new DOMValidateContext(TestKeys.SP.pair().getPublic(), signature);
    context.setIdAttributeNS(request.getDocumentElement(), null, "ID");
    return XMLSignatureFactory.getInstance("DOM").unmarshalXMLSignature(context).validate(context);
  }

  @Test
  void unsignedByPostItIsTheBareRequest() {
    OutgoingMessage.Form form = (OutgoingMessage.Form) PLAIN.send(Binding.POST, null, null);

    assertThat(form.fields()).containsOnlyKeys("SAMLRequest");
    assertThat(decoded(form)).isEqualTo(PLAIN.xml().write());
  }

  @Test
  void whatIsWantedOfTheAuthenticationIsSaid() {
    AuthnRequest wanting =
        new AuthnRequest(
            Draft.REQUEST,
            PLAIN.issueInstant(),
            "https://idp.acme.test/sso",
            Draft.SP,
            Draft.ACS,
            NameIdFormat.UNSPECIFIED,
            true,
            true);

    Element request = Dom.parse(wanting.xml().write()).getDocumentElement();

    assertThat(request.getAttribute("ForceAuthn")).isEqualTo("true");
    assertThat(request.getAttribute("IsPassive")).isEqualTo("true");
    Element policy = Dom.one(request.getOwnerDocument(), "NameIDPolicy");
    assertThat(policy.hasAttribute("Format")).isFalse();
    assertThat(redirect(wanting, null, null))
        .startsWith("https://idp.acme.test/sso?SAMLRequest=")
        .doesNotContain("RelayState");
  }

  private static String redirect(AuthnRequest request, String relayState, SpKey key) {
    return ((OutgoingMessage.Redirect) request.send(Binding.REDIRECT, relayState, key)).url();
  }

  private static String decoded(OutgoingMessage.Form form) {
    return new String(
        Base64.getDecoder().decode(form.fields().get("SAMLRequest")), StandardCharsets.UTF_8);
  }
}
