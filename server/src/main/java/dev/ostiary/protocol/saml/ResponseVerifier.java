package dev.ostiary.protocol.saml;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/// Decides whether a response of the POST binding is accepted, step by step, each of which fails
/// closed: encoding, XML, shape, signatures, and only then what it says.
///
/// The one rule that matters: identity is read from a document that was parsed from the octets
/// under a verified signature. The message as it arrived serves to find that signature, and its
/// unsigned parts can only cause a refusal.
///
/// What needs memory is the caller's: which request this browser has sent ([Occasion]), and that an
/// assertion is used once ([AcceptedAssertion#id] until [AcceptedAssertion#replayUntil]).
public final class ResponseVerifier {
  private final Gate gate;

  public ResponseVerifier() {
    this(MessageGate::vet);
  }

  ResponseVerifier(Gate gate) {
    this.gate = gate;
  }

  /// @param samlResponse the form's field, in base64
  public ResponseVerdict verify(String samlResponse, Expectation expectation, Instant now) {
    try {
      return accept(MessageXml.decode(samlResponse), expectation, now);
    } catch (RuleBroken e) {
      return e.rejection();
    }
  }

  /// The XML of a message that was not accepted, for people to look at; empty when it is none. What
  /// is encrypted in it stays so.
  public static String readable(String samlResponse) {
    try {
      return MessageXml.decode(samlResponse);
    } catch (RuleBroken e) {
      return "";
    }
  }

  private AcceptedAssertion accept(String xml, Expectation expectation, Instant now)
      throws RuleBroken {
    Element response = MessageXml.parse(xml, MessageKind.RESPONSE, gate).getDocumentElement();
    var signatures = new SignatureCheck(expectation.idp().certificates(), gate);

    // The response first: checking the assertion changes it, and with it the response around it.
    Optional<Element> ofResponse = signature(response);
    boolean responseSigned = ofResponse.isPresent();
    Element trusted =
        responseSigned
            ? signatures.signedCopy(response, ofResponse.get(), MessageKind.RESPONSE)
            : response;

    Optional<Element> encrypted =
        Elements.first(trusted, Namespaces.ASSERTION, "EncryptedAssertion");
    if (encrypted.isEmpty() && expectation.decryption().required()) {
      throw new RuleBroken(Rule.ENCRYPTION_MISSING, "found an assertion that is not encrypted");
    }
    Element assertion =
        encrypted.isPresent()
            ? decrypted(encrypted.get(), expectation.decryption(), responseSigned)
            : plain(response);
    Optional<Element> ofAssertion = signature(assertion);
    vetPolicy(expectation.signatures(), responseSigned, ofAssertion.isPresent());
    Element facts;
    if (ofAssertion.isPresent()) {
      facts = signatures.signedCopy(assertion, ofAssertion.get(), MessageKind.ASSERTION);
    } else {
      facts = encrypted.isPresent() ? assertion : plain(trusted);
    }
    vetResponse(trusted, responseSigned, expectation);
    return new AssertionReader(expectation, now).read(facts);
  }

  private static Optional<Element> signature(Element parent) {
    return Elements.first(parent, Namespaces.SIGNATURE, "Signature");
  }

  private static Element plain(Element response) throws RuleBroken {
    return Elements.first(response, Namespaces.ASSERTION, "Assertion")
        .orElseThrow(() -> new RuleBroken(Rule.SHAPE, "found no assertion, expected one"));
  }

  private Element decrypted(
      Element encrypted, Expectation.Decryption decryption, boolean responseSigned)
      throws RuleBroken {
    String xml =
        new Decryptor(decryption.keys()).open(EncryptedAssertion.read(encrypted), responseSigned);
    return MessageXml.parse(xml, MessageKind.ASSERTION, gate).getDocumentElement();
  }

  private static void vetPolicy(SignaturePolicy policy, boolean response, boolean assertion)
      throws RuleBroken {
    // The policy cannot say so, but it is what everything rests on.
    if (!(response || assertion) || !policy.isMetBy(response, assertion)) {
      throw new RuleBroken(
          Rule.SIGNATURE_MISSING,
          "found "
              + (response ? "a signed" : "an unsigned")
              + " response with "
              + (assertion ? "a signed" : "an unsigned")
              + " assertion, expected as signed: "
              + policy);
    }
  }

  private static void vetResponse(Element response, boolean signed, Expectation expectation)
      throws RuleBroken {
    Status.vet(response);
    MessageHead head = MessageHead.read(response);
    head.vetIssuer(expectation.idp());
    head.vetDestination(expectation.acsUrl(), signed);
    vetInResponseTo(expectation.occasion(), head.inResponseTo());
  }

  /// Of the response and of the subject's confirmation: both name our request, or neither any.
  static void vetInResponseTo(Occasion occasion, @Nullable String found) throws RuleBroken {
    switch (occasion) {
      case Occasion.Answer(String requestId, _) -> {
        if (!requestId.equals(found)) {
          throw new RuleBroken(
              Rule.IN_RESPONSE_TO,
              "found InResponseTo=\""
                  + Elements.shown(String.valueOf(found))
                  + "\", expected \""
                  + requestId
                  + "\"");
        }
      }
      case Occasion.Unsolicited(boolean allowed) -> {
        if (found != null) {
          throw new RuleBroken(
              Rule.IN_RESPONSE_TO, "found the answer to a request that this browser did not send");
        }
        if (!allowed) {
          throw new RuleBroken(Rule.UNSOLICITED, "found a response that nobody asked for");
        }
      }
    }
  }
}
