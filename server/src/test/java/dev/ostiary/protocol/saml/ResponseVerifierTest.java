package dev.ostiary.protocol.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is accepted, and what is read from it: the positive controls of everything that is refused
/// elsewhere.
class ResponseVerifierTest {
  private final Acceptance here = Acceptance.here();

  @ParameterizedTest
  @EnumSource(names = {"RESPONSE", "ASSERTION", "BOTH"})
  void aSignedAnswerIsAcceptedAndRead(Draft.Signed signed) {
    AcceptedAssertion accepted = here.accepts(Draft.answer().signed(signed));

    assertThat(accepted.id()).isEqualTo("_assertion");
    assertThat(accepted.issuer()).isEqualTo(Draft.IDP);
    assertThat(accepted.subject()).isEqualTo(NameId.of("alice", NameIdFormat.PERSISTENT));
    assertThat(accepted.inResponseTo()).isEqualTo(Draft.REQUEST);
    assertThat(accepted.attributes().single("email")).hasValue("alice@acme.test");
    assertThat(accepted.attributes().all("groups")).containsExactly("staff", "admins");
    assertThat(accepted.authentication())
        .isEqualTo(
            new AcceptedAssertion.Authentication(
                Instant.parse("2026-11-25T02:58:00Z"),
                "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
                "session-1",
                null));
    assertThat(accepted.replayUntil())
        .isAfter(Instant.parse("2026-11-25T03:06:00Z"))
        .isBefore(Instant.parse("2026-11-25T03:07:00Z"));
  }

  /// Rows: what is signed. Columns: the four policies.
  @ParameterizedTest
  @CsvSource({
    "NOTHING,   no,  no,  no,  no",
    "RESPONSE,  yes, no,  no,  yes",
    "ASSERTION, no,  yes, no,  yes",
    "BOTH,      yes, yes, yes, yes"
  })
  void thePolicySaysWhatMustBeSigned(
      Draft.Signed signed, String response, String assertion, String both, String either) {
    Draft draft = Draft.answer().signed(signed);

    List<String> answers =
        List.of(SignaturePolicy.values()).stream()
            .map(policy ->
                switch (here.wanting(policy).verdict(draft)) {
                  case AcceptedAssertion _ -> "yes";
                  case Rejection(Rule rule, _) -> {
                    assertThat(rule).isEqualTo(Rule.SIGNATURE_MISSING);
                    yield "no";
                  }
                })
            .toList();

    assertThat(answers).containsExactly(response, assertion, both, either);
  }

  @ParameterizedTest
  @CsvSource({
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"
  })
  void longerDigestsAreAccepted(String method) {
    TestSigner signer = TestSigner.rsa(TestKeys.IDP.pair().getPrivate()).withMethod(method);

    here.accepts(Draft.answer().signed(Draft.Signed.BOTH, signer));
    here.accepts(
        Draft.answer()
            .signed(
                Draft.Signed.BOTH, signer.withDigest("http://www.w3.org/2001/04/xmlenc#sha512")));
  }

  @Test
  void whileCertificatesChangeEachOfThemCounts() {
    Draft old = Draft.answer().signed(Draft.Signed.BOTH);
    Draft next =
        Draft.answer()
            .signed(Draft.Signed.BOTH, TestSigner.rsa(TestKeys.STRANGER.pair().getPrivate()));
    Draft elliptic =
        Draft.answer()
            .signed(
                Draft.Signed.BOTH,
                TestSigner.rsa(TestKeys.EC.pair().getPrivate())
                    .withMethod("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"));
    Acceptance all =
        here.trusting(
            TestKeys.EC.idpCertificate(),
            TestKeys.IDP.idpCertificate(),
            TestKeys.STRANGER.idpCertificate());

    all.accepts(old);
    all.accepts(next);
    all.accepts(elliptic);
    Acceptance later =
        here.trusting(TestKeys.EC.idpCertificate(), TestKeys.STRANGER.idpCertificate());
    later.accepts(next);
    later.accepts(elliptic);
    later.rejects(old, Rule.SIGNATURE);
  }

  @Test
  void prefixesMayBeKeptByName() {
    Draft typed =
        Draft.answer()
            .replacing(
                "<samlp:Response ",
                "<samlp:Response xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" ")
            .replacing(
                "<saml:AttributeValue>alice",
                "<saml:AttributeValue xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                    + " xsi:type=\"xs:string\">alice");
    TestSigner signer = TestSigner.rsa(TestKeys.IDP.pair().getPrivate()).withPrefixes("xs");

    here.accepts(typed.signed(Draft.Signed.BOTH, signer));
    here.accepts(typed.signed(Draft.Signed.ASSERTION, signer));
  }

  @Test
  void anUnsolicitedResponseIsAcceptedWhereAllowed() {
    Draft draft = Draft.unsolicited().signed(Draft.Signed.BOTH);

    AcceptedAssertion accepted = here.on(new Occasion.Unsolicited(true)).accepts(draft);

    assertThat(accepted.inResponseTo()).isNull();
    here.on(new Occasion.Unsolicited(false)).rejects(draft, Rule.UNSOLICITED);
    here.rejects(draft, Rule.IN_RESPONSE_TO);
  }

  @Test
  void base64MayHaveLineBreaks() {
    String base64 = Draft.answer().signed(Draft.Signed.BOTH).base64();
    String lines = base64.replaceAll("(.{76})", "$1\r\n");

    assertThat(here.verifier().verify(lines, here.expectation(), here.now()))
        .isInstanceOf(AcceptedAssertion.class);
  }

  @Test
  void everyRuleSaysWhatToDo() {
    for (Rule rule : Rule.values()) {
      assertThat(rule.requirement()).isNotBlank().endsWith(".");
      assertThat(rule.remedy()).isNotBlank().endsWith(".");
    }
  }
}
