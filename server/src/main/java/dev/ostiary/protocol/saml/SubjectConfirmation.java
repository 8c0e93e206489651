package dev.ostiary.protocol.saml;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/// Whether who brings an assertion may use it here and now (SAML 2.0 Profiles, sections 3.3 and
/// 4.1.4.2): one bearer confirmation suffices.
///
/// @param expectation what it must name: our address, and the request that it answers
record SubjectConfirmation(Expectation expectation, Instant now) {
  private static final String BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

  /// @return until when it may be used
  Instant vet(Element subject) throws RuleBroken {
    RuleBroken reason =
        new RuleBroken(Rule.SUBJECT_CONFIRMATION, "found no bearer confirmation, expected one");
    for (Element confirmation :
        Elements.children(subject, Namespaces.ASSERTION, "SubjectConfirmation")) {
      if (Elements.attribute(confirmation, "Method").equals(Optional.of(BEARER))) {
        try {
          return vetBearer(confirmation);
        } catch (RuleBroken e) {
          reason = e; // the next one may do
        }
      }
    }
    throw reason;
  }

  private Instant vetBearer(Element confirmation) throws RuleBroken {
    List<Element> found =
        Elements.children(confirmation, Namespaces.ASSERTION, "SubjectConfirmationData");
    if (found.size() != 1) {
      throw new RuleBroken(
          Rule.SUBJECT_CONFIRMATION, "found no SubjectConfirmationData, expected one");
    }
    Element facts = found.getFirst();
    String recipient = Elements.attribute(facts, "Recipient").orElse("");
    if (!recipient.equals(expectation.acsUrl())) {
      throw new RuleBroken(
          Rule.DESTINATION,
          "found the recipient \""
              + Elements.shown(recipient)
              + "\", expected \""
              + expectation.acsUrl()
              + "\"");
    }
    Optional<String> end = Elements.attribute(facts, "NotOnOrAfter");
    if (end.isEmpty() || Elements.attribute(facts, "NotBefore").isPresent()) {
      throw new RuleBroken(
          Rule.TIME,
          "found a bearer confirmation without NotOnOrAfter or with NotBefore, expected the first"
              + " and not the second");
    }
    Instant until = SamlTime.parse("NotOnOrAfter", end.get());
    if (!now.isBefore(until.plus(expectation.skew()))) {
      throw new RuleBroken(
          Rule.TIME,
          "found an assertion to be used until " + until + "; it is " + now + " by our clock");
    }
    ResponseVerifier.vetInResponseTo(
        expectation.occasion(), Elements.attribute(facts, "InResponseTo").orElse(null));
    return until;
  }
}
