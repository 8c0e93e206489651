package dev.ostiary.protocol.saml;

import static dev.ostiary.protocol.saml.Draft.Signed.BOTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// Rightly signed, and still not to be accepted: from another, for another, too late, or about
/// nobody in particular.
class AssertionRefusalsTest {
  private static final String END = "NotOnOrAfter=\"2026-11-25T03:05:00Z\"";

  private final Acceptance here = Acceptance.here();

  @BeforeEach
  void control() {
    here.accepts(Draft.answer().signed(BOTH));
  }

  private void refuses(Draft draft, Rule rule) {
    here.rejects(draft.signed(BOTH), rule);
  }

  @Test
  void theAudienceIsThisConnection() {
    Draft answer = Draft.answer();
    String audience = "<saml:Audience>" + Draft.SP + "</saml:Audience>";
    String restriction = "<saml:AudienceRestriction>" + audience + "</saml:AudienceRestriction>";

    refuses(answer.replacing(restriction, ""), Rule.AUDIENCE);
    refuses(answer.replacing(audience, ""), Rule.AUDIENCE);
    for (String other :
        List.of("https://other.test", Draft.SP + "/", Draft.SP + "0", " " + Draft.SP)) {
      refuses(answer.replacing(">" + Draft.SP + "<", ">" + other + "<"), Rule.AUDIENCE);
    }
    refuses(
        answer.replacing(restriction, restriction + restriction.replace(Draft.SP, "urn:other")),
        Rule.AUDIENCE);
    refuses(
        answer.replacing(restriction, restriction + "<saml:Condition xmlns:x=\"urn:x\"/>"),
        Rule.AUDIENCE);
    here.accepts(
        answer
            .replacing(audience, "<saml:Audience>urn:other</saml:Audience>" + audience)
            .replacing(restriction.substring(0, 10), restriction.substring(0, 10))
            .signed(BOTH));
  }

  @Test
  void conditionsAreThereOnce() {
    Draft none = Draft.answer().changed(document -> without(document, "Conditions"));
    Draft two =
        Draft.answer()
            .changed(document -> {
              Element conditions = Dom.one(document, "Conditions");
              conditions.getParentNode().insertBefore(conditions.cloneNode(true), conditions);
              return document;
            });

    refuses(none, Rule.AUDIENCE);
    here.rejects(two.signed(Draft.Signed.RESPONSE), Rule.AUDIENCE);
  }

  private static Document without(Document document, String name) {
    Element element = Dom.one(document, name);
    element.getParentNode().removeChild(element);
    return document;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://auth.app.test/sso/v1/saml/conn_2/callback",
        "http://auth.app.test/sso/v1/saml/conn_1/callback",
        "https://auth.app.test/sso/v1/saml/conn_1/callback/",
        "https://AUTH.app.test/sso/v1/saml/conn_1/callback",
        "https://auth.app.test:443/sso/v1/saml/conn_1/callback",
        "https://auth.app.test/sso/v1/saml/conn_1/callback?x=1",
        ""
      })
  void theAddressIsThisConnectionsByteForByte(String other) {
    Draft answer = Draft.answer();

    refuses(
        answer.replacing("Destination=\"" + Draft.ACS, "Destination=\"" + other), Rule.DESTINATION);
    refuses(answer.replacing("Recipient=\"" + Draft.ACS, "Recipient=\"" + other), Rule.DESTINATION);
  }

  @Test
  void aSignedResponseSaysWhereItGoes() {
    Draft without = Draft.answer().replacing(" Destination=\"" + Draft.ACS + "\"", "");

    refuses(without, Rule.DESTINATION);
    here.accepts(without.signed(Draft.Signed.ASSERTION));
    refuses(Draft.answer().replacing(" Recipient=\"" + Draft.ACS + "\"", ""), Rule.DESTINATION);
  }

  @Test
  void itAnswersTheRequestThatThisBrowserSent() {
    String attribute = " InResponseTo=\"" + Draft.REQUEST + "\"";
    Draft answer = Draft.answer();

    refuses(answer.replacing(Draft.REQUEST, "_another"), Rule.IN_RESPONSE_TO);
    refuses(answer.replacingFirst(attribute, ""), Rule.IN_RESPONSE_TO);
    refuses(answer.replacingLast(attribute, ""), Rule.IN_RESPONSE_TO);
    Acceptance unasked = here.on(new Occasion.Unsolicited(true));
    unasked.accepts(Draft.unsolicited().signed(BOTH));
    unasked.rejects(answer.replacingFirst(attribute, "").signed(BOTH), Rule.IN_RESPONSE_TO);
    unasked.rejects(answer.replacingLast(attribute, "").signed(BOTH), Rule.IN_RESPONSE_TO);
  }

  @Test
  void itIsFresh() {
    Draft signed = Draft.answer().signed(BOTH);
    Instant end = Instant.parse("2026-11-25T03:05:00Z");

    here.at(end.plusSeconds(59)).accepts(signed);
    here.at(end.plusSeconds(60)).rejects(signed, Rule.TIME);
    here.at(Instant.parse("2026-11-25T02:59:00Z")).accepts(signed);
    here.at(Instant.parse("2026-11-25T02:57:59Z")).rejects(signed, Rule.TIME);
    Draft long_ =
        Draft.answer().replacing(END, "NotOnOrAfter=\"2027-11-25T03:05:00Z\"").signed(BOTH);
    here.at(Instant.parse("2026-11-25T03:11:00Z")).accepts(long_);
    here.at(Instant.parse("2026-11-25T03:11:01Z")).rejects(long_, Rule.TIME);
  }

  /// Each of the ends and beginnings alone, while the others are far away.
  @Test
  void everyTimeCounts() {
    String past = "NotOnOrAfter=\"2026-11-25T02:59:05Z\"";

    refuses(Draft.answer().replacingFirst(END, past), Rule.TIME);
    refuses(Draft.answer().replacingLast(END, past), Rule.TIME);
    refuses(Draft.answer().replacing("02:59:00Z", "03:01:06Z"), Rule.TIME);
    here.accepts(Draft.answer().replacing("02:59:00Z", "03:01:05Z").signed(BOTH));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-25T03:05:00",
        "2026-11-25T03:05:00+00:00",
        "2026-11-25T05:05:00+02:00",
        "2026-11-25T24:00:00Z",
        "2026-11-25T03:59:60Z",
        "2026-02-30T03:05:00Z",
        "292278994-08-17T07:12:55Z",
        "2026-11-25T03:05:00.1234567890Z",
        "2026-11-25 03:05:00Z",
        "tomorrow",
        ""
      })
  void timesHaveOneForm(String time) {
    refuses(Draft.answer().replacing(END, "NotOnOrAfter=\"" + time + "\""), Rule.TIME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-25T03:05:00.5Z", "2026-11-25T03:05:00.123456789Z"})
  void fractionsOfSecondsAreTimes(String time) {
    here.accepts(Draft.answer().replacing(END, "NotOnOrAfter=\"" + time + "\"").signed(BOTH));
  }

  @Test
  void aBearerConfirmationEndsAndDoesNotBeginLater() {
    Draft answer = Draft.answer();

    refuses(answer.replacingFirst(END + " Recipient", "Recipient"), Rule.TIME);
    refuses(
        answer.replacingFirst(
            END + " Recipient", "NotBefore=\"2026-11-25T02:00:00Z\" " + END + " Recipient"),
        Rule.TIME);
    refuses(
        answer.changed(document -> without(document, "SubjectConfirmationData")),
        Rule.SUBJECT_CONFIRMATION);
    refuses(answer.replacing("cm:bearer", "cm:holder-of-key"), Rule.SUBJECT_CONFIRMATION);
    refuses(answer.replacing("cm:bearer", "cm:sender-vouches"), Rule.SUBJECT_CONFIRMATION);
  }

  @Test
  void oneGoodConfirmationAmongSeveralSuffices() {
    String bad =
        "<saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">"
            + "<saml:SubjectConfirmationData Recipient=\"https://other.test\" NotOnOrAfter=\"2026-11-25T03:05:00Z\"/>"
            + "</saml:SubjectConfirmation>";

    here.accepts(
        Draft.answer()
            .replacing("<saml:SubjectConfirmation ", bad + "<saml:SubjectConfirmation ")
            .signed(BOTH));
    refuses(
        Draft.answer()
            .changed(document -> without(document, "SubjectConfirmation"))
            .replacing("</saml:Subject>", bad + bad + "</saml:Subject>"),
        Rule.DESTINATION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Requester", "Responder", "VersionMismatch", "AuthnFailed", "success", ""})
  void onlySuccessIsSuccess(String code) {
    refuses(Draft.answer().replacing("status:Success", "status:" + code), Rule.STATUS);
  }

  @Test
  void aFailureIsToldInTheProvidersWords() {
    String nested =
        "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Responder\"><samlp:StatusCode"
            + " Value=\"urn:oasis:names:tc:SAML:2.0:status:AuthnFailed\"/></samlp:StatusCode>"
            + "<samlp:StatusMessage>not assigned</samlp:StatusMessage>";
    String success = "<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/>";

    here.rejects(Draft.answer().replacing(success, nested).signed(BOTH))
        .extracting(Rejection::finding)
        .asString()
        .contains("Responder, AuthnFailed", "not assigned");
    refuses(
        Draft.answer()
            .replacing(
                success,
                success.replace("/>", ">")
                    + success.replace("Success", "AuthnFailed")
                    + "</samlp:StatusCode>"),
        Rule.STATUS);
    refuses(
        Draft.answer().replacing("<samlp:Status>" + success + "</samlp:Status>", ""), Rule.STATUS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://other.test",
        " https://idp.acme.test/saml",
        "https://idp.acme.test/saml ",
        "https://idp.acme.test/saml/",
        "HTTPS://idp.acme.test/saml"
      })
  void theIssuerIsTheConnectionsByteForByte(String other) {
    refuses(Draft.answer().replacingFirst(">" + Draft.IDP + "<", ">" + other + "<"), Rule.ISSUER);
    refuses(Draft.answer().replacingLast(">" + Draft.IDP + "<", ">" + other + "<"), Rule.ISSUER);
  }

  @Test
  void anAssertionHasAnIssuerOfTheRightKind() {
    refuses(
        Draft.answer().replacingLast("<saml:Issuer>" + Draft.IDP + "</saml:Issuer>", ""),
        Rule.ISSUER);
    refuses(
        Draft.answer()
            .replacingLast(
                "<saml:Issuer>",
                "<saml:Issuer Format=\"urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress\">"),
        Rule.ISSUER);
    here.accepts(
        Draft.answer()
            .replacingLast(
                "<saml:Issuer>",
                "<saml:Issuer Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:entity\">")
            .signed(BOTH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "a\tb", "a&#10;b", "a&#127;b"})
  void theSubjectIsANameThatCanBeKept(String name) {
    refuses(Draft.answer().replacing(">alice<", ">" + name + "<"), Rule.SUBJECT);
  }

  @Test
  void thereIsOneSubject() {
    String second = "</saml:NameID><saml:NameID>alice</saml:NameID>";

    refuses(Draft.answer().replacing("</saml:NameID>", second), Rule.SUBJECT);
    refuses(Draft.answer().replacing(">alice<", ">" + "a".repeat(1025) + "<"), Rule.SUBJECT);
    refuses(Draft.answer().changed(document -> without(document, "NameID")), Rule.SUBJECT);
  }

  @Test
  void theAuthenticationIsAsRecentAsWasAsked() {
    Draft signed = Draft.answer().signed(BOTH);
    Instant authenticated = Instant.parse("2026-11-25T02:58:00Z");

    here.on(new Occasion.Answer(Draft.REQUEST, authenticated.plusSeconds(60))).accepts(signed);
    here.on(new Occasion.Answer(Draft.REQUEST, authenticated.plusSeconds(61)))
        .rejects(signed, Rule.AUTHENTICATION);
    refuses(Draft.answer().replacing("02:58:00Z", "03:10:00Z"), Rule.AUTHENTICATION);
    refuses(
        Draft.answer().replacing(" AuthnInstant=\"2026-11-25T02:58:00Z\"", ""),
        Rule.AUTHENTICATION);
    refuses(
        Draft.answer()
            .replacing("SessionIndex", "SessionNotOnOrAfter=\"2026-11-25T02:59:00Z\" SessionIndex"),
        Rule.TIME);
  }

  @Test
  void valuesOfOneNameBelongTogetherHoweverTheyArrive() {
    String more =
        "<saml:Attribute Name=\"groups\" FriendlyName=\"email\"><saml:AttributeValue>ops</saml:AttributeValue></saml:Attribute>"
            + "<saml:Attribute Name=\"empty\"/></saml:AttributeStatement>";

    Attributes attributes =
        here.accepts(Draft.answer().replacing("</saml:AttributeStatement>", more).signed(BOTH))
            .attributes();

    assertThat(attributes.all("groups")).containsExactly("staff", "admins", "ops");
    assertThat(attributes.single("groups")).isEmpty();
    assertThat(attributes.single("email")).hasValue("alice@acme.test");
    assertThat(attributes.single("empty")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"1.1", "2.1", "''"})
  void onlyVersionTwo(String version) {
    refuses(Draft.answer().replacing("Version=\"2.0\"", "Version=\"" + version + "\""), Rule.SHAPE);
  }

  @Test
  void whatCannotBeNamedCannotBeUsedOnce() {
    here.rejects(
        Draft.answer().replacing(" ID=\"_assertion\"", "").signed(Draft.Signed.RESPONSE),
        Rule.SHAPE);
  }

  @Test
  void withoutAKeyNothingCanBeExpected() {
    assertThatThrownBy(() -> new TrustedIdp(Draft.IDP, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            new Expectation(
                here.expectation().idp(),
                Draft.SP,
                Draft.ACS,
                here.expectation().occasion(),
                SignaturePolicy.EITHER,
                Expectation.Decryption.NONE,
                Duration.ofHours(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
