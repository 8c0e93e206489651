package dev.ostiary.app.bench.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.QueryParams;
import dev.ostiary.app.bench.measure.RsaKey;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.crypto.Digests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// As much of a SAML identity provider as a sign-in meets: whoever comes is known already, and gets
/// a response whose assertion is really signed. What is signed is written in its canonical form at
/// once, so that it can be signed as it stands.
final class SamlProvider {
  private static final String ENTITY_ID = "https://idp.example/saml";
  private static final Duration LIFE = Duration.ofMinutes(5);

  private static final String RESPONSE =
      """
      <samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_ID1" Version="2.0" \
      IssueInstant="NOW" Destination="ACS" InResponseTo="REQUEST">\
      <samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>\
      </samlp:Status>ASSERTION</samlp:Response>\
      """;

  private static final String ISSUER = "<saml:Issuer>" + ENTITY_ID + "</saml:Issuer>";

  /// Attributes in order and no empty elements: Exclusive XML Canonicalization, section 4.
  private static final String ASSERTION =
      """
      <saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_ID2" \
      IssueInstant="NOW" Version="2.0">ISSUER<saml:Subject><saml:NameID \
      Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">ID2</saml:NameID>\
      <saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">\
      <saml:SubjectConfirmationData InResponseTo="REQUEST" NotOnOrAfter="END" Recipient="ACS">\
      </saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>\
      <saml:Conditions NotBefore="NOW" NotOnOrAfter="END"><saml:AudienceRestriction>\
      <saml:Audience>AUDIENCE</saml:Audience></saml:AudienceRestriction></saml:Conditions>\
      <saml:AuthnStatement AuthnInstant="NOW" SessionIndex="_ID2"><saml:AuthnContext>\
      <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password\
      </saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>\
      <saml:AttributeStatement><saml:Attribute Name="email"><saml:AttributeValue>ada@example.com\
      </saml:AttributeValue></saml:Attribute><saml:Attribute Name="firstName">\
      <saml:AttributeValue>Ada</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>\
      </saml:Assertion>\
      """;

  private static final String SIGNED_INFO =
      """
      <ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:CanonicalizationMethod \
      Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod>\
      <ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256">\
      </ds:SignatureMethod><ds:Reference URI="#_ID2"><ds:Transforms><ds:Transform \
      Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"></ds:Transform>\
      <ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform>\
      </ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256">\
      </ds:DigestMethod><ds:DigestValue>DIGEST</ds:DigestValue></ds:Reference></ds:SignedInfo>\
      """;

  private static final String SIGNATURE =
      """
      <ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">SIGNED_INFO\
      <ds:SignatureValue>VALUE</ds:SignatureValue></ds:Signature>\
      """;

  private static final Pattern REQUEST_ID = Pattern.compile(" ID=\"([^\"]+)\"");
  private static final Pattern ACS = Pattern.compile(" AssertionConsumerServiceURL=\"([^\"]+)\"");
  private static final Pattern SP = Pattern.compile("Issuer[^>]*>([^<]+)<");

  private final RsaKey key = RsaKey.generate();

  /// What a connection must know of it.
  ObjectNode configuration() {
    return Json.object()
        .put("idp_entity_id", ENTITY_ID)
        .put("idp_sso_url", "https://idp.example/sso")
        .put("idp_sso_request_binding", "HTTP_REDIRECT")
        .put("idp_certificate", key.certificate());
  }

  /// What the browser brings back.
  ///
  /// @param url where it is sent with it
  /// @param response the value of `SAMLResponse`
  record Answer(String url, String response) {}

  /// Signs in the person who comes with a request by the redirect binding.
  Answer signIn(QueryParams request) {
    String question = inflated(request.get("SAMLRequest", ""));
    String acs = found(ACS, question);
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String id = UUID.randomUUID().toString();
    // What is random comes last, lest a name of another place be found in it.
    String assertion =
        ASSERTION
            .replace("ISSUER", ISSUER)
            .replace("AUDIENCE", found(SP, question))
            .replace("ACS", acs)
            .replace("NOW", now.toString())
            .replace("END", now.plus(LIFE).toString())
            .replace("ID2", id)
            .replace("REQUEST", found(REQUEST_ID, question));
    String response =
        RESPONSE
            .replace("ACS", acs)
            .replace("NOW", now.toString())
            .replace("ID1", UUID.randomUUID().toString())
            .replace("REQUEST", found(REQUEST_ID, question))
            .replace("ASSERTION", signed(id, assertion));
    return new Answer(acs, Base64.getEncoder().encodeToString(bytes(response)));
  }

  /// With the signature behind its issuer.
  private String signed(String id, String assertion) {
    String digest = Base64.getEncoder().encodeToString(Digests.sha256(bytes(assertion)));
    String info = SIGNED_INFO.replace("ID2", id).replace("DIGEST", digest);
    String value = Base64.getEncoder().encodeToString(key.sign(bytes(info)));
    String signature = SIGNATURE.replace("VALUE", value).replace("SIGNED_INFO", info);
    return assertion.replace(ISSUER, ISSUER + signature);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String found(Pattern what, String xml) {
    Matcher matcher = what.matcher(xml);
    if (!matcher.find()) {
      throw new IllegalStateException("no " + what + " in " + xml);
    }
    return matcher.group(1);
  }

  private static String inflated(String request) {
    byte[] deflated = Base64.getDecoder().decode(request);
    try (var stream =
        new InflaterInputStream(new ByteArrayInputStream(deflated), new Inflater(true))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
