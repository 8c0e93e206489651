package dev.ostiary.protocol.saml;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/// Decides about messages of single logout. They must be signed as a whole, by the query (redirect
/// binding) or by a signature in them (POST binding), which goes the way of every signature here.
///
/// @param logoutUrl our logout URL at this connection, the destination
public record LogoutVerifier(TrustedIdp idp, String logoutUrl, Duration skew) {
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  /// A person has as many sessions as browsers.
  private static final int MAX_SESSIONS = 100;

  /// A message of the redirect binding.
  ///
  /// @param query as it stands in the URL, still encoded
  public LogoutVerdict verifyRedirect(String query, Instant now) {
    try {
      var parameters = new RedirectQuery(query);
      MessageKind kind = kind(parameters.field());
      String xml = parameters.verifiedXml(idp.certificates());
      Element message = MessageXml.parse(xml, kind, MessageGate::vet).getDocumentElement();
      if (Elements.first(message, Namespaces.SIGNATURE, "Signature").isPresent()) {
        // It would have to be verified too, and the binding forbids it.
        throw new RuleBroken(Rule.SIGNATURE_FORM, "found a signature inside of a redirect");
      }
      return read(kind, message, now);
    } catch (RuleBroken e) {
      return e.rejection();
    }
  }

  /// A message of the POST binding.
  ///
  /// @param field SAMLRequest or SAMLResponse
  /// @param base64 the field's value
  public LogoutVerdict verifyPost(String field, String base64, Instant now) {
    try {
      MessageKind kind = kind(field);
      Element message =
          MessageXml.parse(MessageXml.decode(base64), kind, MessageGate::vet).getDocumentElement();
      Optional<Element> signature = Elements.first(message, Namespaces.SIGNATURE, "Signature");
      if (signature.isEmpty()) {
        throw new RuleBroken(Rule.SIGNATURE_MISSING, "found a logout message that is not signed");
      }
      var signatures = new SignatureCheck(idp.certificates(), MessageGate::vet);
      return read(kind, signatures.signedCopy(message, signature.get(), kind), now);
    } catch (RuleBroken e) {
      return e.rejection();
    }
  }

  private static MessageKind kind(String field) throws RuleBroken {
    return switch (field) {
      case "SAMLRequest" -> MessageKind.LOGOUT_REQUEST;
      case "SAMLResponse" -> MessageKind.LOGOUT_RESPONSE;
      default -> throw new RuleBroken(Rule.ENCODING, "found neither request nor response");
    };
  }

  private LogoutVerdict read(MessageKind kind, Element message, Instant now) throws RuleBroken {
    MessageHead head = MessageHead.read(message);
    if (head.issuer() == null) {
      throw new RuleBroken(Rule.ISSUER, "found a logout message without an issuer");
    }
    head.vetIssuer(idp);
    head.vetDestination(logoutUrl, true);
    Duration age = Duration.between(head.issueInstant(), now);
    if (age.compareTo(MAX_AGE.plus(skew)) > 0 || age.compareTo(skew.negated()) < 0) {
      throw new RuleBroken(
          Rule.TIME,
          "found a message of " + head.issueInstant() + "; it is " + now + " by our clock");
    }
    return kind == MessageKind.LOGOUT_REQUEST
        ? request(head, message, now)
        : response(head, message);
  }

  private LogoutVerdict request(MessageHead head, Element message, Instant now) throws RuleBroken {
    Optional<String> end = Elements.attribute(message, "NotOnOrAfter");
    if (end.isPresent() && !now.isBefore(SamlTime.parse("NotOnOrAfter", end.get()).plus(skew))) {
      throw new RuleBroken(Rule.TIME, "found a logout request that held until " + end.get());
    }
    List<String> sessions = new ArrayList<>();
    for (Element index : Elements.children(message, Namespaces.PROTOCOL, "SessionIndex")) {
      String text = HardenedXml.onlyText(index);
      if (text == null || sessions.size() == MAX_SESSIONS) {
        throw new RuleBroken(
            Rule.SHAPE, "found an empty SessionIndex, or more than " + MAX_SESSIONS);
      }
      sessions.add(text);
    }
    return new LogoutVerdict.Requested(head.id(), AssertionReader.nameId(message), sessions);
  }

  private static LogoutVerdict response(MessageHead head, Element message) throws RuleBroken {
    Status.vet(message);
    if (head.inResponseTo() == null) {
      throw new RuleBroken(Rule.IN_RESPONSE_TO, "found a logout response to no request");
    }
    return new LogoutVerdict.Answered(head.id(), head.inResponseTo());
  }
}
