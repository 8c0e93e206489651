package dev.ostiary.protocol.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/// A response on its way from the identity provider, as a text that tests change before or after it
/// is signed. Unchanged and signed it is one that must be accepted.
public record Draft(String xml) {
  public static final String IDP = "https://idp.acme.test/saml";
  public static final String SP = "https://auth.app.test/sso/v1/saml/conn_1";
  public static final String ACS = SP + "/callback";
  public static final String REQUEST = "_f00df00df00df00df00df00df00df00df00df00d";
  public static final String ISSUED = "2026-11-25T03:00:00Z";

  /// What is signed of a response.
  public enum Signed {
    NOTHING(false, false),
    RESPONSE(true, false),
    ASSERTION(false, true),
    BOTH(true, true);

    final boolean response;
    final boolean assertion;

    Signed(boolean response, boolean assertion) {
      this.response = response;
      this.assertion = assertion;
    }
  }

  private static final String RESPONSE =
      """
      <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_response" Version="2.0" \
      IssueInstant="2026-11-25T03:00:00Z" Destination="ACS" InResponseTo="REQUEST">\
      <saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">IDP</saml:Issuer>\
      <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>\
      ASSERTION</samlp:Response>\
      """;

  private static final String ASSERTION =
      """
      <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_assertion" Version="2.0" \
      IssueInstant="2026-11-25T03:00:00Z"><saml:Issuer>IDP</saml:Issuer>\
      <saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">alice</saml:NameID>\
      <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData \
      NotOnOrAfter="2026-11-25T03:05:00Z" Recipient="ACS" InResponseTo="REQUEST"/></saml:SubjectConfirmation></saml:Subject>
      <saml:Conditions NotBefore="2026-11-25T02:59:00Z" NotOnOrAfter="2026-11-25T03:05:00Z">\
      <saml:AudienceRestriction><saml:Audience>SP</saml:Audience></saml:AudienceRestriction></saml:Conditions>
      <saml:AuthnStatement AuthnInstant="2026-11-25T02:58:00Z" SessionIndex="session-1">\
      <saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password\
      </saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>
      <saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>alice@acme.test\
      </saml:AttributeValue></saml:Attribute><saml:Attribute Name="groups"><saml:AttributeValue>staff\
      </saml:AttributeValue><saml:AttributeValue>admins</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>\
      </saml:Assertion>\
      """;

  /// The response of this identity provider to our request.
  public static Draft answer() {
    return new Draft(RESPONSE.replace("ASSERTION", ASSERTION))
        .replacing("IDP", IDP)
        .replacing("\"ACS\"", '"' + ACS + '"')
        .replacing(">SP<", '>' + SP + '<')
        .replacing("REQUEST", REQUEST);
  }

  public static Draft unsolicited() {
    return answer().replacing(" InResponseTo=\"" + REQUEST + "\"", "");
  }

  /// Changes every occurrence; there must be one, lest a test of a refusal test nothing.
  public Draft replacing(String found, String replacement) {
    assertThat(xml).contains(found);
    return new Draft(xml.replace(found, replacement));
  }

  Draft replacingFirst(String found, String replacement) {
    int at = xml.indexOf(found);
    assertThat(at).isNotNegative();
    return new Draft(xml.substring(0, at) + replacement + xml.substring(at + found.length()));
  }

  Draft replacingLast(String found, String replacement) {
    int at = xml.lastIndexOf(found);
    assertThat(at).isNotNegative();
    return new Draft(xml.substring(0, at) + replacement + xml.substring(at + found.length()));
  }

  public Draft signed(Signed what) {
    return signed(what, TestSigner.rsa(TestKeys.IDP.pair().getPrivate()));
  }

  Draft signed(Signed what, TestSigner signer) {
    return changed(document -> {
      if (what.assertion) {
        signer.sign(Dom.one(document, "Assertion"));
      }
      if (what.response) {
        signer.sign(document.getDocumentElement());
      }
      return document;
    });
  }

  /// With the assertion encrypted, as it is now; sign the response afterwards.
  public Draft encrypted(TestEncryption encryption) {
    Document document = Dom.parse(xml);
    Element assertion = Dom.one(document, "Assertion");
    Document encrypted = Dom.parse(encryption.encrypt(Dom.write(assertion)));
    Node imported = document.importNode(encrypted.getDocumentElement(), true);
    assertion.getParentNode().replaceChild(imported, assertion);
    return new Draft(Dom.write(document));
  }

  public Draft changed(UnaryOperator<Document> change) {
    return new Draft(Dom.write(change.apply(Dom.parse(xml))));
  }

  public String base64() {
    return Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));
  }
}
