package dev.ostiary.protocol.saml;

import static dev.ostiary.protocol.saml.Draft.Signed.ASSERTION;
import static dev.ostiary.protocol.saml.Draft.Signed.BOTH;
import static dev.ostiary.protocol.saml.Draft.Signed.NOTHING;
import static dev.ostiary.protocol.saml.Draft.Signed.RESPONSE;

import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/// Signatures that are missing, of somebody else, of something else, or of an odd kind.
class SignatureRefusalsTest {
  private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";

  private final Acceptance here = Acceptance.here();
  private final TestSigner signer = TestSigner.rsa(TestKeys.IDP.pair().getPrivate());

  @BeforeEach
  void control() {
    here.accepts(Draft.answer().signed(BOTH, signer));
  }

  @Test
  void nothingIsAcceptedUnsigned() {
    here.rejects(Draft.answer().signed(NOTHING), Rule.SIGNATURE_MISSING);
  }

  @Test
  void aSignatureThatIsThereMustBeValidEvenIfTheOtherIs() {
    here.rejects(withValueOf(Draft.answer().signed(BOTH), 0, 1), Rule.SIGNATURE);
    here.rejects(withValueOf(Draft.answer().signed(BOTH), 1, 0), Rule.SIGNATURE);
    here.rejects(
        Draft.answer()
            .signed(ASSERTION)
            .replacing(
                "<samlp:Status>",
                "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/><samlp:Status>"),
        Rule.SIGNATURE_FORM);
    here.rejects(
        Draft.answer()
            .signed(ASSERTION)
            .changed(document -> {
              Dom.one(document, "SignatureValue").setTextContent("");
              return document;
            }),
        Rule.SIGNATURE_FORM);
  }

  /// One signature with the value of the other; the response's comes first.
  private static Draft withValueOf(Draft draft, int broken, int other) {
    return draft.changed(document -> {
      List<Element> values = Dom.all(document, "SignatureValue");
      values.get(broken).setTextContent(values.get(other).getTextContent());
      return document;
    });
  }

  @Test
  void changedContentIsNoticed() {
    here.rejects(Draft.answer().signed(ASSERTION).replacing(">alice<", ">evil<"), Rule.SIGNATURE);
    here.rejects(Draft.answer().signed(RESPONSE).replacing("_response", "_other"), Rule.SIGNATURE);
  }

  @Test
  void anotherKeyIsNoticedWhateverTheMessageSaysOfIt() {
    TestSigner stranger = TestSigner.rsa(TestKeys.STRANGER.pair().getPrivate());
    Draft forged = Draft.answer().signed(BOTH, stranger);

    here.rejects(forged, Rule.SIGNATURE);
    for (String keyInfo :
        List.of(
            SpMetadata.keyInfo(TestKeys.STRANGER.certificate()).write(),
            "<ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:KeyName>idp</ds:KeyName></ds:KeyInfo>")) {
      here.rejects(
          forged.replacing("</ds:SignatureValue>", "</ds:SignatureValue>" + keyInfo),
          Rule.SIGNATURE);
    }
    here.rejects(
        forged.replacing(
            "</ds:SignatureValue>",
            "</ds:SignatureValue><ds:KeyInfo><ds:RetrievalMethod"
                + " URI=\"file:///etc/passwd\"/></ds:KeyInfo>"),
        Rule.SHAPE);
  }

  @Test
  void whatTheMessageSaysOfItsKeyIsNotEvenRead() {
    Draft garbage =
        Draft.answer()
            .signed(ASSERTION)
            .replacing(
                "</ds:SignatureValue>",
                "</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>no"
                    + " certificate</ds:X509Certificate></ds:X509Data></ds:KeyInfo>");

    here.accepts(garbage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "#_response", "#xpointer(id('_assertion'))", "#xpointer(/)"})
  void aReferenceNamesItsParentAndNothingElse(String uri) {
    here.rejects(
        Draft.answer().signed(ASSERTION).replacing("URI=\"#_assertion\"", "URI=\"" + uri + "\""),
        Rule.SIGNATURE_FORM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"#_assertion ", "http://127.0.0.1:1/", "file:///etc/passwd", "_assertion"})
  void noReferenceIsFetched(String uri) {
    here.rejects(
        Draft.answer().signed(ASSERTION).replacing("URI=\"#_assertion\"", "URI=\"" + uri + "\""),
        Rule.SIGNATURE_FORM);
  }

  @Test
  void aWholeDocumentReferenceIsRefusedEvenIfItVerifies() {
    here.rejects(Draft.answer().signed(RESPONSE, signer.withUri("")), Rule.SIGNATURE_FORM);
  }

  @Test
  void oneSignatureHasOneReferenceAndOneSignedInfo() {
    Draft signed = Draft.answer().signed(ASSERTION);
    Draft twoReferences = doubled(signed, "Reference");
    Draft twoInfos = doubled(signed, "SignedInfo");

    here.rejects(twoReferences, Rule.SIGNATURE_FORM);
    here.rejects(twoInfos, Rule.SIGNATURE_FORM);
    here.rejects(doubled(signed, "SignatureValue"), Rule.SIGNATURE_FORM);
  }

  @Test
  void nothingStandsBetweenThePartsOfASignature() {
    here.rejects(
        Draft.answer().signed(ASSERTION).replacing("<ds:SignedInfo>", "text<ds:SignedInfo>"),
        Rule.SIGNATURE_FORM);
  }

  /// What nobody signed, in places that nobody reads: each alone is no reason to believe less.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<samlp:Extensions><samlp:Response/></samlp:Extensions>",
        "<samlp:Extensions><saml:Assertion/></samlp:Extensions>",
        "<samlp:Extensions><Assertion xmlns='urn:x'/></samlp:Extensions>",
        "<samlp:Extensions><ds:Signature/></samlp:Extensions>",
        "<samlp:Extensions><Signature xmlns='urn:x'/></samlp:Extensions>",
        "<samlp:Extensions/><samlp:Extensions/>"
      })
  void oddPlacesAreRefused(String odd) {
    String harmless = "<samlp:Extensions><x xmlns='urn:x'/></samlp:Extensions>";
    Draft signed =
        Draft.answer()
            .signed(ASSERTION)
            .replacing(
                "<samlp:Response ",
                "<samlp:Response xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\""
                    + " xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\" ");

    here.rejects(signed.replacing("<samlp:Status>", odd + "<samlp:Status>"), Rule.SHAPE);
    here.accepts(signed.replacing("<samlp:Status>", harmless + "<samlp:Status>"));
  }

  @Test
  void anAssertionElsewhereIsNotEvenCounted() {
    here.rejects(
            Draft.answer()
                .signed(ASSERTION)
                .replacing(
                    "<samlp:Status>",
                    "<samlp:Extensions><Assertion xmlns='urn:x'/></samlp:Extensions>"
                        + "<samlp:Status>"))
        .extracting(Rejection::finding)
        .asString()
        .contains("not a child of the response");
  }

  private static Draft doubled(Draft draft, String name) {
    return draft.changed(document -> {
      Element element = Dom.one(document, name);
      element.getParentNode().insertBefore(element.cloneNode(true), element);
      return document;
    });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"
      })
  void otherCanonicalizationsAreRefused(String method) {
    here.rejects(
        Draft.answer().signed(ASSERTION, signer.withCanonicalization(method)), Rule.SIGNATURE_FORM);
    here.rejects(
        Draft.answer()
            .signed(
                ASSERTION,
                signer.withTransforms(
                    "http://www.w3.org/2000/09/xmldsig#enveloped-signature", method)),
        Rule.SIGNATURE_FORM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://www.w3.org/TR/1999/REC-xslt-19991116",
        "http://www.w3.org/TR/1999/REC-xpath-19991116",
        "http://www.w3.org/2002/06/xmldsig-filter2",
        "http://www.w3.org/2000/09/xmldsig#base64"
      })
  void otherTransformsAreRefused(String transform) {
    Draft signed = Draft.answer().signed(ASSERTION);
    String enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

    here.rejects(
        signed.replacing("\"" + enveloped + "\"", "\"" + transform + "\""), Rule.SIGNATURE_FORM);
    here.rejects(
        signed.replacing(
            "<ds:Transform Algorithm=\"" + enveloped + "\"/>",
            "<ds:Transform Algorithm=\""
                + enveloped
                + "\"/><ds:Transform Algorithm=\""
                + transform
                + "\"/>"),
        Rule.SIGNATURE_FORM);
  }

  @Test
  void onlyTheEnvelopedTransformLeavesNothingElseOut() {
    here.rejects(
        Draft.answer().signed(ASSERTION, signer.withTransforms(TestSigner.EXCLUSIVE)),
        Rule.SIGNATURE_FORM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
        "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"
      })
  void weakOrUnusualAlgorithmsAreRefused(String method) {
    Draft signed = Draft.answer().signed(ASSERTION);

    here.rejects(signed.replacing(MORE + "rsa-sha256", method), Rule.SIGNATURE_ALGORITHM);
    here.rejects(
        signed.replacing(MORE + "rsa-sha256", "http://www.w3.org/2000/09/xmldsig#dsa-sha1"),
        Rule.SIGNATURE_ALGORITHM);
    here.rejects(
        Draft.answer()
            .signed(ASSERTION, signer.withDigest("http://www.w3.org/2000/09/xmldsig#sha1")),
        Rule.SIGNATURE_ALGORITHM);
  }

  /// A public key is known to everybody; it must not serve as a shared secret.
  @Test
  void aPublicKeyIsNoSecret() throws Exception {
    byte[] known = TestKeys.IDP.certificate().getEncoded();
    TestSigner keyed =
        new TestSigner(
            new SecretKeySpec(known, "HMAC"),
            MORE + "hmac-sha256",
            signer.digest(),
            signer.canonicalization(),
            signer.transforms(),
            null,
            List.of());

    here.rejects(Draft.answer().signed(BOTH, keyed), Rule.SIGNATURE_ALGORITHM);
  }

  /// A digest of nothing, and a signature of nothing: what a failed canonicalization leaves.
  @Test
  void anEmptyCanonicalFormSignsNothing() {
    Draft signed = Draft.answer().signed(ASSERTION);
    String digest = Dom.one(Dom.parse(signed.xml()), "DigestValue").getTextContent();

    here.rejects(
        signed.replacing(digest, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="), Rule.SIGNATURE);
    for (String element : List.of("saml:Assertion ", "samlp:Response ", "ds:Signature ")) {
      here.rejects(
          signed.replacingFirst("<" + element, "<" + element + "xmlns:v=\"1\" "), Rule.XML);
    }
  }
}
