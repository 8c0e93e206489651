package dev.ostiary.protocol.saml;

import static dev.ostiary.protocol.saml.Draft.Signed.ASSERTION;
import static dev.ostiary.protocol.saml.Draft.Signed.BOTH;
import static dev.ostiary.protocol.saml.Draft.Signed.RESPONSE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Where OpenSAML and we agree about signatures, and where we do not. Whatever we accept of
/// rearranged messages it must confirm as well: `ResponsePropertyTest` asks it.
class OpenSamlTest {
  private final OpenSaml other = new OpenSaml(TestKeys.IDP);
  private final Acceptance here = Acceptance.here();

  @ParameterizedTest
  @EnumSource(names = {"RESPONSE", "ASSERTION", "BOTH"})
  void whatIsGoodIsGoodToBoth(Draft.Signed signed) {
    Draft draft = Draft.answer().signed(signed);

    here.accepts(draft);
    assertThat(other.subjects(draft)).containsExactly("alice");
  }

  @ParameterizedTest
  @CsvSource({
    "rsa-sha384, http://www.w3.org/2001/04/xmldsig-more#sha384",
    "rsa-sha512, http://www.w3.org/2001/04/xmlenc#sha512"
  })
  void longerDigestsAreGoodToBoth(String method, String digest) {
    TestSigner signer =
        TestSigner.rsa(TestKeys.IDP.pair().getPrivate())
            .withMethod("http://www.w3.org/2001/04/xmldsig-more#" + method)
            .withDigest(digest);
    Draft draft = Draft.answer().signed(BOTH, signer);

    here.accepts(draft);
    assertThat(other.subjects(draft)).containsExactly("alice");
  }

  @Test
  void ellipticCurvesAreGoodToBoth() {
    TestSigner signer =
        TestSigner.rsa(TestKeys.EC.pair().getPrivate())
            .withMethod("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256");
    Draft draft = Draft.answer().signed(ASSERTION, signer);

    here.trusting(TestKeys.EC.idpCertificate()).accepts(draft);
    assertThat(new OpenSaml(TestKeys.EC).subjects(draft)).containsExactly("alice");
  }

  @Test
  void whatIsForgedIsForgedToBoth() {
    Draft changed = Draft.answer().signed(ASSERTION).replacing(">alice<", ">evil<");
    Draft stranger =
        Draft.answer().signed(BOTH, TestSigner.rsa(TestKeys.STRANGER.pair().getPrivate()));
    Draft elsewhere =
        Draft.answer().signed(RESPONSE).replacing("URI=\"#_response\"", "URI=\"#_assertion\"");

    for (Draft forged : new Draft[] {changed, stranger, elsewhere}) {
      here.rejects(forged);
      assertThat(other.subjects(forged)).isEmpty();
    }
  }

  /// OpenSAML vets signatures and leaves the rest to whoever calls it. We refuse more.
  @Test
  void whatOpenSamlTakesAndWeDoNot() {
    Draft signed = Draft.answer().signed(ASSERTION);
    String forged =
        Dom.write(Dom.one(Dom.parse(Draft.answer().xml()), "Assertion"))
            .replace(">alice<", ">evil<")
            .replace("\"_assertion\"", "\"_forged\"");
    Map<String, Draft> differences =
        Map.of(
            "SHA-1, which it verifies unless told not to",
            Draft.answer()
                .signed(
                    ASSERTION,
                    TestSigner.rsa(TestKeys.IDP.pair().getPrivate())
                        .withDigest("http://www.w3.org/2000/09/xmldsig#sha1")),
            "an unsigned assertion beside the signed one, which its caller has to leave out",
            signed.replacing("</samlp:Response>", forged + "</samlp:Response>"),
            "a comment in a name, which its reader joins",
            signed.replacing(">alice<", ">ali<!-- x -->ce<"),
            "canonicalization with comments",
            Draft.answer()
                .signed(
                    ASSERTION,
                    TestSigner.rsa(TestKeys.IDP.pair().getPrivate())
                        .withCanonicalization(
                            "http://www.w3.org/2001/10/xml-exc-c14n#WithComments")));

    differences.forEach((what, draft) -> {
      assertThat(other.subjects(draft)).as(what).containsExactly("alice");
      here.rejects(draft);
    });
  }
}
