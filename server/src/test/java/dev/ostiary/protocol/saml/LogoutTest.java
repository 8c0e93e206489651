package dev.ostiary.protocol.saml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Single logout, in both directions and by both bindings. The identity provider of these tests
/// writes its messages as we do, with its own key.
class LogoutTest {
  private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
  private static final String SLO = Draft.SP + "/slo";
  private static final NameId ALICE = NameId.of("alice", NameIdFormat.PERSISTENT);
  private static final SpKey IDP = TestKeys.IDP.spKey();

  private final LogoutVerifier verifier =
      new LogoutVerifier(
          new TrustedIdp(Draft.IDP, List.of(TestKeys.IDP.idpCertificate())),
          SLO,
          Expectation.DEFAULT_SKEW);

  private static LogoutMessage message() {
    return new LogoutMessage("_logout", NOW, SLO, Draft.IDP);
  }

  private static OutgoingMessage request(Binding binding, SpKey key) {
    return message().request(binding, ALICE, "session-1", "state", key);
  }

  private LogoutVerdict verdict(OutgoingMessage message) {
    return switch (message) {
      case OutgoingMessage.Redirect(String url) -> redirected(url);
      case OutgoingMessage.Form(_, Map<String, String> fields) -> {
        String field = fields.containsKey("SAMLRequest") ? "SAMLRequest" : "SAMLResponse";
        yield verifier.verifyPost(field, fields.get(field), NOW);
      }
    };
  }

  private LogoutVerdict redirected(String url) {
    return verifier.verifyRedirect(url.substring(url.indexOf('?') + 1), NOW);
  }

  private static Rule rule(LogoutVerdict verdict) {
    assertThat(verdict).isInstanceOf(Rejection.class);
    return ((Rejection) verdict).rule();
  }

  @ParameterizedTest
  @EnumSource
  void aSignedRequestNamesWhoseSessionsEnd(Binding binding) {
    assertThat(verdict(request(binding, IDP)))
        .isEqualTo(new LogoutVerdict.Requested("_logout", ALICE, List.of("session-1")));
  }

  @ParameterizedTest
  @EnumSource
  void aSignedResponseNamesOurRequest(Binding binding) {
    assertThat(verdict(message().response(binding, "_ours", null, IDP)))
        .isEqualTo(new LogoutVerdict.Answered("_logout", "_ours"));
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsBelievedThatAnotherSigned(Binding binding) {
    assertThat(rule(verdict(request(binding, TestKeys.STRANGER.spKey()))))
        .isEqualTo(Rule.SIGNATURE);
  }

  @Test
  void nothingIsBelievedThatNobodySigned() {
    OutgoingMessage.Redirect redirect = (OutgoingMessage.Redirect) request(Binding.REDIRECT, IDP);
    String bare = redirect.url().substring(0, redirect.url().indexOf("&SigAlg="));

    assertThat(rule(redirected(bare))).isEqualTo(Rule.SIGNATURE_MISSING);
    assertThat(rule(verifier.verifyPost("SAMLRequest", posted(logoutXml("")), NOW)))
        .isEqualTo(Rule.SIGNATURE_MISSING);
  }

  /// A message with its own signature in it, changed before it is signed.
  private LogoutVerdict signed(String field, String xml) {
    Draft signed =
        new Draft(xml)
            .changed(document -> {
              TestSigner.rsa(TestKeys.IDP.pair().getPrivate()).sign(document.getDocumentElement());
              return document;
            });
    return verifier.verifyPost(field, signed.base64(), NOW);
  }

  @Test
  void aMessageThatSaysTooLittleOrTooMuchIsRefused() {
    String issuer = logoutXml("").replaceFirst(".*?(<saml:Issuer.*?</saml:Issuer>).*", "$1");
    String index = "<samlp:SessionIndex>s</samlp:SessionIndex>";
    String response = logoutXml("").replace("LogoutRequest", "LogoutResponse");
    String success =
        "<samlp:Status><samlp:StatusCode"
            + " Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>";
    String answer =
        response.replace("</samlp:LogoutResponse>", success + "</samlp:LogoutResponse>");

    assertThat(signed("SAMLRequest", logoutXml(index.repeat(100))))
        .isInstanceOf(LogoutVerdict.Requested.class);
    assertThat(rule(signed("SAMLRequest", logoutXml(index.repeat(101))))).isEqualTo(Rule.SHAPE);
    assertThat(rule(signed("SAMLRequest", logoutXml("<samlp:SessionIndex/>"))))
        .isEqualTo(Rule.SHAPE);
    assertThat(rule(signed("SAMLRequest", logoutXml("").replace(issuer, ""))))
        .isEqualTo(Rule.ISSUER);
    assertThat(
            rule(
                signed(
                    "SAMLRequest",
                    logoutXml("")
                        .replace(" Version", " NotOnOrAfter=\"2026-11-25T02:59:00Z\" Version"))))
        .isEqualTo(Rule.TIME);
    assertThat(signed("SAMLResponse", answer.replace(" Version", " InResponseTo=\"_o\" Version")))
        .isEqualTo(new LogoutVerdict.Answered("_l", "_o"));
    assertThat(rule(signed("SAMLResponse", answer))).isEqualTo(Rule.IN_RESPONSE_TO);
    assertThat(rule(verifier.verifyPost("RelayState", "", NOW))).isEqualTo(Rule.ENCODING);
  }

  private static String logoutXml(String extra) {
    return "<samlp:LogoutRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" ID=\"_l\""
        + " Version=\"2.0\" IssueInstant=\"2026-11-25T03:00:00Z\" Destination=\""
        + SLO
        + "\"><saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">"
        + Draft.IDP
        + "</saml:Issuer><saml:NameID"
        + " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">alice</saml:NameID>"
        + extra
        + "</samlp:LogoutRequest>";
  }

  private static String posted(String xml) {
    return new Draft(xml).base64();
  }

  @Test
  void aCapturedAssertionDoesNotSignTheRequestAroundIt() {
    String assertion =
        Dom.write(
            Dom.one(Dom.parse(Draft.answer().signed(Draft.Signed.ASSERTION).xml()), "Assertion"));

    for (String extra :
        List.of(assertion, "<samlp:Extensions>" + assertion + "</samlp:Extensions>")) {
      assertThat(rule(verifier.verifyPost("SAMLRequest", posted(logoutXml(extra)), NOW)))
          .isEqualTo(Rule.SHAPE);
    }
  }

  @Test
  void aRequestIsNoResponse() {
    String base64 = ((OutgoingMessage.Form) request(Binding.POST, IDP)).fields().get("SAMLRequest");

    assertThat(rule(verifier.verifyPost("SAMLResponse", base64, NOW))).isEqualTo(Rule.SHAPE);
    assertThat(verifier.verifyPost("SAMLRequest", base64, NOW))
        .isInstanceOf(LogoutVerdict.Requested.class);
  }

  @ParameterizedTest
  @EnumSource
  void anotherAddressOrAnotherTimeIsRefused(Binding binding) {
    var elsewhere = new LogoutMessage("_l", NOW, Draft.ACS, Draft.IDP);
    var early = new LogoutMessage("_l", NOW.minusSeconds(661), SLO, Draft.IDP);
    var stranger = new LogoutMessage("_l", NOW, SLO, "https://other.test");

    assertThat(rule(verdict(elsewhere.request(binding, ALICE, null, null, IDP))))
        .isEqualTo(Rule.DESTINATION);
    assertThat(rule(verdict(early.request(binding, ALICE, null, null, IDP)))).isEqualTo(Rule.TIME);
    assertThat(rule(verdict(stranger.request(binding, ALICE, null, null, IDP))))
        .isEqualTo(Rule.ISSUER);
  }

  @Test
  void theQueryIsVerifiedAsItStands() {
    String url = ((OutgoingMessage.Redirect) request(Binding.REDIRECT, IDP)).url();
    String other =
        ((OutgoingMessage.Redirect)
                message()
                    .request(
                        Binding.REDIRECT,
                        NameId.of("evil", NameIdFormat.EMAIL),
                        null,
                        null,
                        TestKeys.STRANGER.spKey()))
            .url();
    String evil = Query.raw(other).get("SAMLRequest");

    assertThat(redirected(url)).isInstanceOf(LogoutVerdict.Requested.class);
    assertThat(redirected(url + "&utm=1")).isInstanceOf(LogoutVerdict.Requested.class);
    for (String bad :
        List.of(
            url.replace("RelayState=state", "RelayState=%73tate"),
            url.replace("RelayState=state", "RelayState=other"),
            url.replace("&RelayState=state", ""),
            url.replaceFirst("SAMLRequest=[^&]*", "SAMLRequest=" + evil),
            url + "&SAMLRequest=" + evil,
            url + "&samlRequest=" + evil,
            url + "&SAML%52equest=" + evil,
            url + "&SAMLResponse=" + evil,
            url + "&RelayState=other",
            url + "&Signature=AAAA",
            url + "&SigAlg=" + Query.raw(url).get("SigAlg"),
            url.replace("rsa-sha256", "rsa-sha512"),
            url.replaceFirst("Signature=[^&]*", "Signature="),
            url.replaceFirst(
                "SigAlg=[^&]*",
                "SigAlg=http%3A%2F%2Fwww.w3.org%2F2000%2F09%2Fxmldsig%23rsa-sha1"))) {
      assertThat(redirected(bad)).as(bad).isInstanceOf(Rejection.class);
    }
  }

  @Test
  void whatUnpacksToTooMuchIsNotUnpacked() {
    String huge = "<a>" + "x".repeat(20_000_000) + "</a>";
    String url =
        ((OutgoingMessage.Redirect)
                new MessageEncoding("SAMLRequest", null, IDP)
                    .encode(
                        Binding.REDIRECT,
                        XmlElement.of("samlp:LogoutRequest", huge).with("Destination", SLO)))
            .url();

    assertThat(url.length()).isLessThan(100_000);
    assertThat(rule(redirected(url))).isEqualTo(Rule.ENCODING);
  }
}
