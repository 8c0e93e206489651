package dev.ostiary.protocol.saml;

import static dev.ostiary.protocol.saml.Draft.Signed.ASSERTION;
import static dev.ostiary.protocol.saml.Draft.Signed.BOTH;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// XML that is read in two ways, reaches for files, or is simply too much.
class HostileXmlTest {
  private final Acceptance here = Acceptance.here();

  @BeforeEach
  void control() {
    here.accepts(Draft.answer().signed(BOTH));
  }

  /// Canonicalization leaves comments out, so the signature holds; the name must not be cut.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "ali<!--x-->ce",
        "alice<!---->.evil",
        "<?p not-an-?>alice",
        "<![CDATA[alice]]>",
        "al<b xmlns=\"urn:x\"/>ice"
      })
  void aNameIsOneText(String name) {
    Rule rule = name.contains("<b") ? Rule.SUBJECT : Rule.XML;

    here.rejects(Draft.answer().signed(ASSERTION).replacing(">alice<", ">" + name + "<"));
    here.rejects(Draft.answer().replacing(">alice<", ">" + name + "<").signed(ASSERTION), rule);
  }

  @Test
  void commentsAreRefusedEverywhere() {
    Draft signed = Draft.answer().signed(ASSERTION);

    here.rejects(signed.replacing("<ds:DigestValue>", "<ds:DigestValue><!--x-->"), Rule.XML);
    here.rejects(signed.replacing("<ds:SignatureValue>", "<ds:SignatureValue><!--x-->"), Rule.XML);
    here.rejects(new Draft(signed.xml() + "<!-- x -->"), Rule.XML);
    here.rejects(new Draft("<!-- x -->" + signed.xml()), Rule.XML);
    Acceptance open = here.through((document, kind) -> {});
    open.rejects(
        signed.replacing("<ds:DigestValue>", "<ds:DigestValue><!--x-->"), Rule.SIGNATURE_FORM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "samlp:ID=\"_x\" ID=",
        "xml:id=\"_x\" ID=",
        "Id=\"_x\" ID=",
        "id=\"_x\" ID=",
        "iD=\"_assertion\" ID="
      })
  void anIdentifierHasOneSpelling(String attributes) {
    here.rejects(
        Draft.answer()
            .replacing(" ID=\"_assertion\"", " " + attributes + "\"_assertion\"")
            .signed(ASSERTION),
        Rule.XML);
    here.rejects(
        Draft.answer()
            .signed(ASSERTION)
            .replacing("<samlp:Status>", "<samlp:Status ID=\"_assertion\">"),
        Rule.XML);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xmlns:v=\"1\"",
        "xmlns:v=\"relative/uri\"",
        "xmlns:v=\" urn:x\"",
        "xmlns:v=\"urn:x \"",
        "xml:xmlns=\"urn:x\"",
        "xml:base=\"http://evil.test/\""
      })
  void namespacesAreAbsoluteAndPlain(String attribute) {
    here.rejects(
        Draft.answer()
            .replacing("<samlp:Status>", "<samlp:Status " + attribute + ">")
            .signed(ASSERTION),
        Rule.XML);
  }

  @Test
  void lookAlikesOfNamespacesAreOtherNamespaces() {
    here.rejects(
        Draft.answer()
            .signed(ASSERTION)
            .replacing(
                "http://www.w3.org/2000/09/xmldsig#\"", "https://www.w3.org/2000/09/xmldsig#\""));
  }

  @Test
  void noDocumentTypeIsReadAndNothingIsFetched() throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String url = "http://127.0.0.1:" + listener.getLocalPort() + "/";
      for (String type :
          List.of(
              "<!DOCTYPE r>",
              "<!DOCTYPE r SYSTEM 'x\"><!--'>",
              "<!DOCTYPE r SYSTEM '" + url + "'>",
              "<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
              "<!DOCTYPE r [<!ENTITY e SYSTEM '" + url + "'>]>",
              "<!DOCTYPE r [<!ENTITY % e SYSTEM '" + url + "'> %e;]>",
              "<!DOCTYPE r [<!ATTLIST saml:Assertion ID CDATA '_x'>]>",
              "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>")) {
        here.rejects(new Draft(type + Draft.answer().signed(ASSERTION).xml()), Rule.XML);
      }
      here.accepts(
          Draft.answer()
              .signed(ASSERTION)
              .replacing(
                  "<samlp:Status>",
                  "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\""
                      + url
                      + "\"/><samlp:Status>"));
      listener.setSoTimeout(100);
      assertThat(connected(listener)).isFalse();
    }
  }

  private static boolean connected(ServerSocket listener) throws java.io.IOException {
    try {
      listener.accept().close();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  @Test
  void whatIsTooMuchIsNotRead() {
    String deep = "<a>".repeat(5000) + "</a>".repeat(5000);
    String wide = "<a/>".repeat(30_000);
    String attributes =
        "<a "
            + String.join(
                " ", Stream.iterate(0, n -> n + 1).limit(9_000).map(n -> "a" + n + "=''").toList())
            + "/>";
    for (String much : List.of(deep, wide, attributes, "x".repeat(300_000))) {
      here.rejects(
          Draft.answer()
              .signed(ASSERTION)
              .replacing(
                  "</samlp:Status>",
                  "</samlp:Status><samlp:Extensions>" + much + "</samlp:Extensions>"));
    }
  }

  @Test
  void theEncodingIsBase64OfUtf8() {
    String xml = Draft.answer().signed(ASSERTION).xml();
    byte[] utf8 = xml.getBytes(StandardCharsets.UTF_8);
    String base64 = Base64.getEncoder().encodeToString(utf8);
    byte[] utf16 = ("\uFEFF" + xml).getBytes(StandardCharsets.UTF_16BE);

    refuses(Base64.getEncoder().encodeToString(utf16), Rule.ENCODING);
    refuses(new Draft("<?xml version=\"1.0\" encoding=\"UTF-7\"?>" + xml).base64(), Rule.ENCODING);
    refuses(new Draft(xml.replace("alice", "al\u0000ice")).base64(), Rule.XML);
    refuses(new Draft(xml.replace("alice", "al&#0;ice")).base64(), Rule.XML);
    refuses(new Draft(xml + "x").base64(), Rule.XML);
    refuses(new Draft(xml + xml).base64(), Rule.XML);
    refuses(base64 + "=", Rule.ENCODING);
    refuses(base64.substring(1), Rule.ENCODING);
    refuses(base64.replaceFirst("A", "%41"), Rule.ENCODING);
    refuses(base64.replaceFirst("A", "_"), Rule.ENCODING);
    refuses(base64.replaceFirst("A", "A "), Rule.ENCODING);
    refuses("", Rule.XML);
    refuses("A".repeat(600_000), Rule.ENCODING);
    assertThat(here.verifier().verify("A".repeat(600_000), here.expectation(), here.now()))
        .as("not even decoded")
        .hasToString("Rejection[rule=ENCODING, finding=found 600000 characters of base64]");
    assertThat(here.verdict(new Draft("<?xml version=\"1.0\" encoding=\"utf-8\"?>" + xml)))
        .isInstanceOf(AcceptedAssertion.class);
  }

  private void refuses(String samlResponse, Rule rule) {
    assertThat(here.verifier().verify(samlResponse, here.expectation(), here.now()))
        .isInstanceOfSatisfying(
            Rejection.class, rejection -> assertThat(rejection.rule()).isEqualTo(rule));
  }

  /// A bomb in the redirect binding's compression is no message here.
  @Test
  void nothingIsInflated() throws Exception {
    OutgoingMessage.Redirect deflated =
        (OutgoingMessage.Redirect)
            new MessageEncoding("SAMLResponse", null, null)
                .encode(
                    Binding.REDIRECT,
                    XmlElement.of("samlp:Response", "x".repeat(1_000_000))
                        .with("Destination", "x"));

    refuses(Query.decoded(deflated.url(), "SAMLResponse"), Rule.ENCODING);
  }
}
