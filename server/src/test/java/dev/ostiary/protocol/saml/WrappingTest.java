package dev.ostiary.protocol.saml;

import static dev.ostiary.protocol.saml.Draft.Signed.ASSERTION;
import static dev.ostiary.protocol.saml.Draft.Signed.RESPONSE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// A genuine signature, and a forged part to be read in its place.
class WrappingTest {
  private final Acceptance here = Acceptance.here();

  /// Whether a careless reader, who takes the first name or the last one, would take the forged.
  private static boolean foolsSomebody(Draft draft) {
    List<Element> names = Dom.all(Dom.parse(draft.xml()), "NameID");
    return names.getFirst().getTextContent().equals("evil")
        || names.getLast().getTextContent().equals("evil");
  }

  @ParameterizedTest
  @CsvSource({
    "ASSERTION, Assertion, 2",
    "RESPONSE, Response, 2",
    "BOTH, Assertion, 5",
    "BOTH, Response, 5"
  })
  void noPlaceOfAForgedPartIsAccepted(Draft.Signed signed, String part, int stride) {
    Draft genuine = Draft.answer().signed(signed);
    here.accepts(genuine);
    int[] tried = new int[2];

    new Wrappings(genuine, part, stride)
        .each(attack -> {
          tried[0]++;
          tried[1] += foolsSomebody(attack) ? 1 : 0;
          here.rejects(attack);
        });

    assertThat(tried[0]).isGreaterThan(400);
    assertThat(tried[1]).isGreaterThan(200);
  }

  /// The signature check alone, without the rules about shape: what is accepted is what was signed.
  @ParameterizedTest
  @CsvSource({
    "ASSERTION, Assertion, 3",
    "RESPONSE, Response, 3",
    "BOTH, Assertion, 7",
    "BOTH, Response, 7"
  })
  void withTheGateOpenWhatIsReadIsStillWhatWasSigned(Draft.Signed signed, String part, int stride) {
    Acceptance open = here.through((document, kind) -> {});
    int[] tried = new int[1];

    new Wrappings(Draft.answer().signed(signed), part, stride)
        .each(attack -> {
          tried[0]++;
          if (open.verdict(attack) instanceof AcceptedAssertion accepted) {
            assertThat(accepted.subject().value()).as(attack.xml()).isEqualTo("alice");
          }
        });

    assertThat(tried[0]).isGreaterThan(300);
  }

  /// Some of them are accepted then, or the test above would show nothing.
  @Test
  void withTheGateOpenAGenuinePartIsFoundBesideAForgedOne() {
    Draft beside =
        Draft.answer()
            .signed(ASSERTION)
            .replacing("</samlp:Response>", forgedAssertion() + "</samlp:Response>");

    assertThat(foolsSomebody(beside)).isTrue();
    here.through((document, kind) -> {}).accepts(beside);
    here.rejects(beside, Rule.XML);
  }

  private static String forgedAssertion() {
    return Dom.write(Dom.one(Dom.parse(Draft.answer().xml()), "Assertion"))
        .replace(">alice<", ">evil<");
  }

  /// The eight classic arrangements (XSW1 to XSW8; Somorovsky and others, 2012) and a ninth.
  @ParameterizedTest
  @CsvSource({"1", "2", "3", "4", "5", "6", "7", "8", "9"})
  void theClassicArrangementsAreRefused(int number) {
    Draft attack = classic(number);

    assertThat(foolsSomebody(attack)).isTrue();
    here.rejects(attack);
  }

  private static Draft classic(int number) {
    boolean ofResponse = number <= 2 || number == 9;
    Document document = Dom.parse(Draft.answer().signed(ofResponse ? RESPONSE : ASSERTION).xml());
    Element root = document.getDocumentElement();
    Element genuine = ofResponse ? root : Dom.one(document, "Assertion");
    Element evil = (Element) genuine.cloneNode(true);
    evil.setAttribute("ID", "_forged");
    Dom.elements(evil).stream()
        .filter(element -> element.getLocalName().equals("NameID"))
        .forEach(name -> name.setTextContent("evil"));
    Element ofEvil = Elements.first(evil, Namespaces.SIGNATURE, "Signature").orElseThrow();
    if (ofResponse) {
      document.replaceChild(evil, root);
    }
    switch (number) {
      case 1 -> unsigned(genuine, ofEvil);
      case 2 -> evil.insertBefore(genuine, ofEvil);
      case 3 -> {
        evil.removeChild(ofEvil);
        root.insertBefore(evil, genuine);
      }
      case 4 -> {
        evil.removeChild(ofEvil);
        root.replaceChild(evil, genuine);
        evil.appendChild(genuine);
      }
      case 5 -> {
        root.replaceChild(evil, genuine);
        unsigned(genuine, root);
      }
      case 6 -> {
        root.replaceChild(evil, genuine);
        unsigned(genuine, ofEvil);
      }
      case 7 -> {
        Element extensions = document.createElementNS(Namespaces.PROTOCOL, "samlp:Extensions");
        evil.removeChild(ofEvil);
        extensions.appendChild(evil);
        root.insertBefore(extensions, Dom.one(document, "Status"));
      }
      case 8 -> {
        Element object = document.createElementNS(Namespaces.SIGNATURE, "ds:Object");
        root.replaceChild(evil, genuine);
        ofEvil.appendChild(object);
        unsigned(genuine, object);
      }
      default -> unsigned(genuine, Dom.one(document, "Status"));
    }
    return new Draft(Dom.write(document));
  }

  private static void unsigned(Element genuine, Element place) {
    genuine.removeChild(Elements.first(genuine, Namespaces.SIGNATURE, "Signature").orElseThrow());
    place.appendChild(genuine);
  }

  /// A failure is signed as willingly as a success.
  @Test
  void aSignedFailureLendsItsSignatureToNoAssertion() {
    Draft failure =
        Draft.answer()
            .replacing("status:Success", "status:Requester")
            .changed(document -> {
              Element assertion = Dom.one(document, "Assertion");
              assertion.getParentNode().removeChild(assertion);
              return document;
            })
            .signed(RESPONSE);
    String twin =
        Dom.write(Dom.one(Dom.parse(failure.xml()), "Signature"))
            .replace(
                "</ds:Signature>",
                "<ds:Object>" + forgedAssertion() + "</ds:Object></ds:Signature>");
    Draft attack = failure.replacing("</samlp:Response>", twin + "</samlp:Response>");

    here.rejects(failure, Rule.STATUS);
    here.rejects(attack, Rule.STATUS);
    assertThat(here.through((document, kind) -> {}).verdict(attack)).isInstanceOf(Rejection.class);
  }

  /// Whatever else the identity provider signs is no signature of a response.
  @Test
  void signaturesOfOtherDocumentsAreOfNoUse() {
    Document metadata =
        Dom.parse(
            "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\""
                + " ID=\"_assertion\" entityID=\"x\"><saml:Issuer"
                + " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">x</saml:Issuer>"
                + "<md:Organization/></md:EntityDescriptor>");
    TestSigner.rsa(TestKeys.IDP.pair().getPrivate()).sign(metadata.getDocumentElement());
    String signature = Dom.write(Dom.one(metadata, "Signature"));

    here.rejects(new Draft(Dom.write(metadata)), Rule.SHAPE);
    here.rejects(
        Draft.answer().replacing("</samlp:Response>", Dom.write(metadata) + "</samlp:Response>"));
    here.rejects(
        Draft.answer()
            .replacing(
                "</saml:Issuer><saml:Subject>", "</saml:Issuer>" + signature + "<saml:Subject>"),
        Rule.SIGNATURE);
  }
}
