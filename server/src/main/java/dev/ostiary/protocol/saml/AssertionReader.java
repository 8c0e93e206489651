package dev.ostiary.protocol.saml;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/// Reads an assertion whose signature has been verified, and judges what it says: from whom, to
/// whom, when, about whom (SAML 2.0 Core, section 2.3.3; Profiles, section 4.1.4.3).
final class AssertionReader {
  /// How old an assertion may be when it arrives; it travels through one browser.
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private final Expectation expectation;
  private final Instant now;

  AssertionReader(Expectation expectation, Instant now) {
    this.expectation = expectation;
    this.now = now;
  }

  AcceptedAssertion read(Element assertion) throws RuleBroken {
    MessageHead head = MessageHead.read(assertion);
    if (head.issuer() == null) {
      throw new RuleBroken(Rule.ISSUER, "found an assertion without an issuer");
    }
    head.vetIssuer(expectation.idp());
    new Conditions(expectation.spEntityId(), expectation.skew(), now).vet(assertion);
    vetAge(head.issueInstant());
    Element subject = only(assertion, "Subject", Rule.SUBJECT);
    Instant confirmedUntil = new SubjectConfirmation(expectation, now).vet(subject);
    return new AcceptedAssertion(
        head.id(),
        expectation.idp().entityId(),
        nameId(subject),
        attributes(assertion),
        authentication(assertion),
        forgettable(confirmedUntil, head.issueInstant()),
        expectation.occasion() instanceof Occasion.Answer answer ? answer.requestId() : null);
  }

  private void vetAge(Instant issueInstant) throws RuleBroken {
    Duration age = Duration.between(issueInstant, now);
    if (age.compareTo(MAX_AGE.plus(expectation.skew())) > 0
        || age.compareTo(expectation.skew().negated()) < 0) {
      throw new RuleBroken(
          Rule.TIME,
          "found an assertion issued at " + issueInstant + "; it is " + now + " by our clock");
    }
  }

  /// From then on the times above refuse it by themselves.
  private Instant forgettable(Instant confirmedUntil, Instant issueInstant) {
    Instant tooOld = issueInstant.plus(MAX_AGE);
    return (confirmedUntil.isBefore(tooOld) ? confirmedUntil : tooOld)
        .plus(expectation.skew())
        .plusSeconds(1);
  }

  static NameId nameId(Element parent) throws RuleBroken {
    Element element = only(parent, "NameID", Rule.SUBJECT);
    String value = HardenedXml.onlyText(element);
    if (value == null) {
      throw new RuleBroken(Rule.SUBJECT, "found a NameID that is empty or not one plain text");
    }
    try {
      return new NameId(
          value,
          Elements.attribute(element, "Format").orElse(null),
          Elements.attribute(element, "NameQualifier").orElse(null),
          Elements.attribute(element, "SPNameQualifier").orElse(null));
    } catch (IllegalArgumentException e) {
      throw new RuleBroken(
          Rule.SUBJECT,
          "found " + e.getMessage() + ", expected 1 to 1024 without control characters");
    }
  }

  /// Values that are no plain text are left out: who needs them does not get half of them.
  private static Attributes attributes(Element assertion) {
    var values = new LinkedHashMap<String, List<String>>();
    for (Element statement :
        Elements.children(assertion, Namespaces.ASSERTION, "AttributeStatement")) {
      for (Element attribute : Elements.children(statement, Namespaces.ASSERTION, "Attribute")) {
        List<String> texts =
            values.computeIfAbsent(
                Elements.attribute(attribute, "Name").orElse(""), name -> new ArrayList<>());
        for (Element value : Elements.children(attribute, Namespaces.ASSERTION, "AttributeValue")) {
          Optional.ofNullable(HardenedXml.onlyText(value)).ifPresent(texts::add);
        }
      }
    }
    return new Attributes(values);
  }

  private AcceptedAssertion.Authentication authentication(Element assertion) throws RuleBroken {
    Element statement = only(assertion, "AuthnStatement", Rule.AUTHENTICATION);
    Instant instant = time(statement, "AuthnInstant");
    if (instant == null) {
      throw new RuleBroken(Rule.AUTHENTICATION, "found no AuthnInstant, expected one");
    }
    vetAuthenticated(instant);
    Instant sessionEnd = time(statement, "SessionNotOnOrAfter");
    if (sessionEnd != null && !now.isBefore(sessionEnd.plus(expectation.skew()))) {
      throw new RuleBroken(Rule.TIME, "found a session that ended at " + sessionEnd);
    }
    return new AcceptedAssertion.Authentication(
        instant,
        contextClass(statement),
        Elements.attribute(statement, "SessionIndex").orElse(null),
        sessionEnd);
  }

  private void vetAuthenticated(Instant instant) throws RuleBroken {
    if (instant.isAfter(now.plus(expectation.skew()))) {
      throw new RuleBroken(
          Rule.AUTHENTICATION, "found an authentication at " + instant + ", which is yet to come");
    }
    if (expectation.occasion() instanceof Occasion.Answer(_, Instant since)
        && since != null
        && instant.isBefore(since.minus(expectation.skew()))) {
      throw new RuleBroken(
          Rule.AUTHENTICATION,
          "found an authentication at " + instant + ", expected one since " + since);
    }
  }

  private static @Nullable String contextClass(Element statement) {
    return Elements.first(statement, Namespaces.ASSERTION, "AuthnContext")
        .flatMap(context -> Elements.first(context, Namespaces.ASSERTION, "AuthnContextClassRef"))
        .map(HardenedXml::onlyText)
        .map(String::strip)
        .orElse(null);
  }

  private static @Nullable Instant time(Element element, String name) throws RuleBroken {
    Optional<String> text = Elements.attribute(element, name);
    return text.isPresent() ? SamlTime.parse(name, text.get()) : null;
  }

  private static Element only(Element parent, String name, Rule rule) throws RuleBroken {
    List<Element> found = Elements.children(parent, Namespaces.ASSERTION, name);
    if (found.size() != 1) {
      throw new RuleBroken(rule, "found " + found.size() + " of " + name + ", expected one");
    }
    return found.getFirst();
  }
}
