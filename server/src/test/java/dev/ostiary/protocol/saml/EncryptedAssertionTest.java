package dev.ostiary.protocol.saml;

import static dev.ostiary.protocol.saml.Draft.Signed.ASSERTION;
import static dev.ostiary.protocol.saml.Draft.Signed.BOTH;
import static dev.ostiary.protocol.saml.Draft.Signed.NOTHING;
import static dev.ostiary.protocol.saml.Draft.Signed.RESPONSE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.protocol.saml.TestEncryption.Transport;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

class EncryptedAssertionTest {
  private static final TestEncryption GCM = TestEncryption.gcm(TestKeys.SP.pair().getPublic());

  private final Acceptance here = Acceptance.here();

  private static Draft signedInside() {
    return Draft.answer().signed(ASSERTION).encrypted(GCM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes128-gcm", "aes192-gcm", "aes256-gcm"})
  void gcmIsOpened(String cipher) {
    here.accepts(Draft.answer().signed(ASSERTION).encrypted(GCM.with(cipher)));
    here.accepts(Draft.answer().encrypted(GCM.with(cipher)).signed(RESPONSE));
    here.wanting(SignaturePolicy.BOTH)
        .accepts(Draft.answer().signed(ASSERTION).encrypted(GCM.with(cipher)).signed(RESPONSE));
  }

  @ParameterizedTest
  @EnumSource(names = "PKCS1", mode = EnumSource.Mode.EXCLUDE)
  void oaepIsOpenedWithItsParametersAndWhereverTheKeyStands(Transport transport) {
    here.accepts(Draft.answer().signed(ASSERTION).encrypted(GCM.with(transport)));
    here.accepts(Draft.answer().signed(ASSERTION).encrypted(GCM.with(transport).withKeyBeside()));
  }

  @Test
  void oldKeysOpenUntilTheyAreGone() {
    var old = TestKeys.STRANGER.pair();
    Draft draft = Draft.answer().signed(ASSERTION).encrypted(TestEncryption.gcm(old.getPublic()));

    here.rejects(draft, Rule.ENCRYPTION);
    here.opening(
            new Expectation.Decryption(
                List.of(TestKeys.SP.pair().getPrivate(), old.getPrivate()), true))
        .accepts(draft);
    here.opening(Expectation.Decryption.NONE).rejects(draft, Rule.ENCRYPTION);
  }

  @Test
  void encryptionIsNoSignature() {
    here.rejects(Draft.answer().encrypted(GCM).signed(NOTHING), Rule.SIGNATURE_MISSING);
    here.rejects(
        Draft.answer()
            .signed(ASSERTION, TestSigner.rsa(TestKeys.STRANGER.pair().getPrivate()))
            .encrypted(GCM),
        Rule.SIGNATURE);
    here.accepts(signedInside());
  }

  @Test
  void whatMustBeEncryptedIs() {
    Acceptance strict =
        here.opening(new Expectation.Decryption(List.of(TestKeys.SP.pair().getPrivate()), true));

    strict.rejects(Draft.answer().signed(BOTH), Rule.ENCRYPTION_MISSING);
    strict.accepts(signedInside());
  }

  @Test
  void aPlainAssertionBesideTheEncryptedOneIsRefused() {
    String plain = Dom.write(Dom.one(Dom.parse(Draft.answer().xml()), "Assertion"));

    here.rejects(
        signedInside().replacing("</samlp:Response>", plain + "</samlp:Response>"), Rule.SHAPE);
    here.rejects(
        signedInside().replacing("<saml:EncryptedAssertion", plain + "<saml:EncryptedAssertion"),
        Rule.SHAPE);
  }

  /// By its name, not because it does not open.
  @Test
  void weakKeyTransportIsRefused() {
    here.rejects(Draft.answer().signed(ASSERTION).encrypted(GCM.with(Transport.PKCS1)))
        .isEqualTo(
            new Rejection(
                Rule.ENCRYPTION,
                "found a key encrypted with http://www.w3.org/2001/04/xmlenc#rsa-1_5"));
  }

  @Test
  void unusualParametersAreRefused() {
    Draft good = signedInside();
    String method = "rsa-oaep\">";

    here.rejects(
        good.replacing(method, method + "<xenc:OAEPparams>AAAA</xenc:OAEPparams>"),
        Rule.ENCRYPTION);
    here.rejects(good.replacing("xmlenc11#mgf1sha256", "xmlenc11#mgf1md5"))
        .extracting(Rejection::finding)
        .isEqualTo("found RSA-OAEP with http://www.w3.org/2009/xmlenc11#mgf1md5");
    here.rejects(
        good.changed(document -> {
          Element data = Dom.all(document, "CipherData").getLast();
          data.getParentNode().appendChild(data.cloneNode(true));
          return document;
        }),
        Rule.ENCRYPTION);
    here.rejects(
        good.changed(document -> {
          Element data = Dom.all(document, "CipherData").getLast();
          data.getParentNode().removeChild(data);
          return document;
        }),
        Rule.ENCRYPTION);
    here.accepts(good);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aes128-cbc", "aes256-cbc"})
  void cbcIsOpenedOnlyUnderAVerifiedSignature(String cipher) {
    here.rejects(Draft.answer().signed(ASSERTION).encrypted(GCM.with(cipher)), Rule.ENCRYPTION);
    here.accepts(Draft.answer().encrypted(GCM.with(cipher)).signed(RESPONSE));
    here.accepts(Draft.answer().signed(ASSERTION).encrypted(GCM.with(cipher)).signed(RESPONSE));
  }

  @Test
  void shortTagsForeignReferencesAndSpareKeysAreRefused() {
    Draft good = signedInside();
    List<Element> values = Dom.all(Dom.parse(good.xml()), "CipherValue");
    String content = values.getLast().getTextContent();
    byte[] bytes = Base64.getDecoder().decode(content);

    for (int cut = 1; cut <= 12; cut++) {
      byte[] shorter = java.util.Arrays.copyOf(bytes, bytes.length - cut);
      here.rejects(
          good.replacing(content, Base64.getEncoder().encodeToString(shorter)), Rule.ENCRYPTION);
    }
    here.rejects(
        good.replacing(
            "<xenc:CipherValue>" + content + "</xenc:CipherValue>",
            "<xenc:CipherReference URI=\"http://127.0.0.1:1/\"/>"),
        Rule.SHAPE);
    here.rejects(
        good.changed(document -> {
          Element key = Dom.one(document, "EncryptedKey");
          key.getParentNode().insertBefore(key.cloneNode(true), key);
          return document;
        }),
        Rule.ENCRYPTION);
    here.accepts(good);
  }

  /// What comes out is vetted like what came in.
  @Test
  void thePlaintextIsVettedToo() {
    String assertion =
        Dom.write(Dom.one(Dom.parse(Draft.answer().signed(ASSERTION).xml()), "Assertion"));

    here.rejects(inside("<!DOCTYPE r>" + assertion), Rule.XML);
    here.rejects(inside(assertion + assertion), Rule.XML);
    here.rejects(
        inside(assertion.replace("<saml:Subject>", "<saml:Subject ID=\"_assertion\">")), Rule.XML);
    here.rejects(inside(Draft.answer().signed(RESPONSE).xml()), Rule.SHAPE);
    here.rejects(inside("no xml"), Rule.XML);
    here.accepts(inside(assertion));
  }

  private static Draft inside(String plaintext) {
    return Draft.answer()
        .changed(document -> {
          Element assertion = Dom.one(document, "Assertion");
          assertion
              .getParentNode()
              .replaceChild(
                  document.importNode(Dom.parse(GCM.encrypt(plaintext)).getDocumentElement(), true),
                  assertion);
          return document;
        });
  }

  /// Whatever is done to the ciphertexts, there is one answer.
  @Test
  void aChangedCiphertextHasOneAnswer() {
    Draft good = signedInside();
    List<Element> values = Dom.all(Dom.parse(good.xml()), "CipherValue");
    Random random = new Random(1);
    Set<Rejection> answers = new HashSet<>();

    for (Element value : values) {
      byte[] bytes = Base64.getDecoder().decode(value.getTextContent());
      for (int i = 0; i < 100; i++) {
        byte[] changed = bytes.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        Draft draft =
            good.replacing(value.getTextContent(), Base64.getEncoder().encodeToString(changed));
        answers.add((Rejection) here.verdict(draft));
      }
    }

    assertThat(values).hasSize(2);
    assertThat(answers).hasSize(1);
  }
}
