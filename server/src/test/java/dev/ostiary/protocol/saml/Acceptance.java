package dev.ostiary.protocol.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ObjectAssert;

/// The service provider of the tests: what it expects, and what became of a draft there.
record Acceptance(Expectation expectation, Instant now, ResponseVerifier verifier) {
  static final Instant NOW = Instant.parse(Draft.ISSUED).plusSeconds(5);

  static Acceptance here() {
    return new Acceptance(
        new Expectation(
            new TrustedIdp(Draft.IDP, List.of(TestKeys.IDP.idpCertificate())),
            Draft.SP,
            Draft.ACS,
            new Occasion.Answer(Draft.REQUEST, null),
            SignaturePolicy.EITHER,
            new Expectation.Decryption(List.of(TestKeys.SP.pair().getPrivate()), false),
            Expectation.DEFAULT_SKEW),
        NOW,
        new ResponseVerifier());
  }

  Acceptance at(Instant time) {
    return new Acceptance(expectation, time, verifier);
  }

  Acceptance through(Gate gate) {
    return new Acceptance(expectation, now, new ResponseVerifier(gate));
  }

  Acceptance on(Occasion occasion) {
    return with(expectation.idp(), occasion, expectation.signatures(), expectation.decryption());
  }

  Acceptance wanting(SignaturePolicy policy) {
    return with(expectation.idp(), expectation.occasion(), policy, expectation.decryption());
  }

  Acceptance trusting(IdpCertificate... certificates) {
    return with(
        new TrustedIdp(Draft.IDP, List.of(certificates)),
        expectation.occasion(),
        expectation.signatures(),
        expectation.decryption());
  }

  Acceptance opening(Expectation.Decryption decryption) {
    return with(expectation.idp(), expectation.occasion(), expectation.signatures(), decryption);
  }

  private Acceptance with(
      TrustedIdp idp,
      Occasion occasion,
      SignaturePolicy policy,
      Expectation.Decryption decryption) {
    return new Acceptance(
        new Expectation(idp, Draft.SP, Draft.ACS, occasion, policy, decryption, expectation.skew()),
        now,
        verifier);
  }

  ResponseVerdict verdict(Draft draft) {
    return verifier.verify(draft.base64(), expectation, now);
  }

  /// The positive control: it is accepted, and about alice.
  AcceptedAssertion accepts(Draft draft) {
    ResponseVerdict verdict = verdict(draft);
    assertThat(verdict).isInstanceOf(AcceptedAssertion.class);
    AcceptedAssertion accepted = (AcceptedAssertion) verdict;
    assertThat(accepted.subject().value()).isEqualTo("alice");
    return accepted;
  }

  ObjectAssert<Rejection> rejects(Draft draft) {
    ResponseVerdict verdict = verdict(draft);
    assertThat(verdict).as("%s", draft.xml()).isInstanceOf(Rejection.class);
    return assertThat((Rejection) verdict);
  }

  void rejects(Draft draft, Rule rule) {
    rejects(draft).extracting(Rejection::rule).as("%s", verdict(draft)).isEqualTo(rule);
  }
}
