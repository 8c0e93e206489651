package dev.ostiary.protocol.saml;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/// For whom and when an assertion holds (SAML 2.0 Core, section 2.5). A condition that we do not
/// know is one that we cannot keep.
///
/// @param audience our entity id
record Conditions(String audience, Duration skew, Instant now) {

  void vet(Element assertion) throws RuleBroken {
    List<Element> found = Elements.children(assertion, Namespaces.ASSERTION, "Conditions");
    if (found.size() != 1) {
      throw new RuleBroken(
          Rule.AUDIENCE, "found " + found.size() + " of Conditions, expected one with an audience");
    }
    Element conditions = found.getFirst();
    vetAudience(conditions);
    Optional<String> notBefore = Elements.attribute(conditions, "NotBefore");
    if (notBefore.isPresent()) {
      vetBegun(SamlTime.parse("NotBefore", notBefore.get()));
    }
    Optional<String> notOnOrAfter = Elements.attribute(conditions, "NotOnOrAfter");
    if (notOnOrAfter.isPresent()) {
      vetNotOver(SamlTime.parse("NotOnOrAfter", notOnOrAfter.get()));
    }
  }

  private void vetAudience(Element conditions) throws RuleBroken {
    int restrictions = 0;
    for (Element condition : Elements.children(conditions)) {
      switch (String.valueOf(condition.getLocalName())) {
        case "AudienceRestriction" -> {
          vetRestriction(condition);
          restrictions++;
        }
        case "OneTimeUse",
            "ProxyRestriction" -> {} // every assertion is used once and not passed on
        default ->
            throw new RuleBroken(
                Rule.AUDIENCE,
                "found the unknown condition <" + Elements.shown(condition.getNodeName()) + ">");
      }
    }
    if (restrictions == 0) {
      throw new RuleBroken(Rule.AUDIENCE, "found no audience, expected \"" + audience + "\"");
    }
  }

  private void vetRestriction(Element restriction) throws RuleBroken {
    List<String> audiences =
        Elements.children(restriction, Namespaces.ASSERTION, "Audience").stream()
            .map(element -> String.valueOf(HardenedXml.onlyText(element)))
            .toList();
    if (!audiences.contains(audience)) {
      throw new RuleBroken(
          Rule.AUDIENCE,
          "found the audience "
              + Elements.shown(audiences.toString())
              + ", expected \""
              + audience
              + "\"");
    }
  }

  private void vetBegun(Instant notBefore) throws RuleBroken {
    if (now.isBefore(notBefore.minus(skew))) {
      throw new RuleBroken(
          Rule.TIME,
          "found an assertion that holds from "
              + notBefore
              + " on; it is "
              + now
              + " by our clock");
    }
  }

  private void vetNotOver(Instant notOnOrAfter) throws RuleBroken {
    if (!now.isBefore(notOnOrAfter.plus(skew))) {
      throw new RuleBroken(
          Rule.TIME,
          "found an assertion that held until "
              + notOnOrAfter
              + "; it is "
              + now
              + " by our clock");
    }
  }
}
