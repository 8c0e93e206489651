package dev.ostiary.protocol.saml;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/// What every SAML message and assertion begins with (SAML 2.0 Core, sections 2.3.3 and 3.2).
///
/// @param issuer byte for byte as it stands there; null when there is none
record MessageHead(
    String id,
    Instant issueInstant,
    @Nullable String issuer,
    @Nullable String destination,
    @Nullable String inResponseTo) {
  private static final String ENTITY = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity";

  static MessageHead read(Element element) throws RuleBroken {
    if (!Elements.attribute(element, "Version").equals(Optional.of("2.0"))) {
      throw new RuleBroken(Rule.SHAPE, "found another Version than 2.0");
    }
    String id = Elements.attribute(element, "ID").orElse("");
    if (id.isBlank()) {
      throw new RuleBroken(Rule.SHAPE, "found no ID");
    }
    return new MessageHead(
        id,
        SamlTime.parse(
            "IssueInstant", Elements.attribute(element, "IssueInstant").orElse("nothing")),
        issuer(element),
        Elements.attribute(element, "Destination").orElse(null),
        Elements.attribute(element, "InResponseTo").orElse(null));
  }

  private static @Nullable String issuer(Element element) throws RuleBroken {
    List<Element> found = Elements.children(element, Namespaces.ASSERTION, "Issuer");
    if (found.isEmpty()) {
      return null;
    }
    String text = HardenedXml.onlyText(found.getFirst());
    String format = Elements.attribute(found.getFirst(), "Format").orElse(ENTITY);
    if (found.size() > 1 || text == null || !format.equals(ENTITY)) {
      throw new RuleBroken(Rule.ISSUER, "found an Issuer that is not one entity id");
    }
    return text;
  }

  /// An issuer that is given is the identity provider's entity id; nothing is normalized.
  void vetIssuer(TrustedIdp idp) throws RuleBroken {
    if (issuer != null && !issuer.equals(idp.entityId())) {
      throw new RuleBroken(
          Rule.ISSUER,
          "found the issuer \""
              + Elements.shown(issuer)
              + "\", expected \""
              + Elements.shown(idp.entityId())
              + "\"");
    }
  }

  /// @param required whether a missing destination is refused too: it is what ties a signed message
  ///   to its receiver (SAML 2.0 Bindings, section 3.5.5.2)
  void vetDestination(String expected, boolean required) throws RuleBroken {
    if (destination == null ? required : !destination.equals(expected)) {
      throw new RuleBroken(
          Rule.DESTINATION,
          "found the destination \""
              + Elements.shown(String.valueOf(destination))
              + "\", expected \""
              + expected
              + "\"");
    }
  }
}
