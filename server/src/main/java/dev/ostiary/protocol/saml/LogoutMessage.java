package dev.ostiary.protocol.saml;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// What we say to an identity provider about logging out (SAML 2.0 Core, section 3.7). It is always
/// signed: nobody should act on it otherwise.
///
/// @param destination the identity provider's logout URL
/// @param issuer our entity id at this connection
public record LogoutMessage(String id, Instant issueInstant, String destination, String issuer) {
  private static final String SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";

  /// Asks it to end a person's session.
  ///
  /// @param sessionIndex which one; null for all of this person
  public OutgoingMessage request(
      Binding binding,
      NameId subject,
      @Nullable String sessionIndex,
      @Nullable String relayState,
      SpKey key) {
    XmlElement name =
        XmlElement.of("saml:NameID", subject.value())
            .with("Format", subject.format())
            .with("NameQualifier", subject.nameQualifier())
            .with("SPNameQualifier", subject.spNameQualifier());
    XmlElement message = head("samlp:LogoutRequest").with(1, name);
    if (sessionIndex != null) {
      message = message.with(2, XmlElement.of("samlp:SessionIndex", sessionIndex));
    }
    return new MessageEncoding("SAMLRequest", relayState, key).encode(binding, message);
  }

  /// Tells it that we have ended what it asked us to end.
  ///
  /// @param inResponseTo the ID of its request
  public OutgoingMessage response(
      Binding binding, String inResponseTo, @Nullable String relayState, SpKey key) {
    XmlElement status =
        XmlElement.of("samlp:Status", XmlElement.of("samlp:StatusCode").with("Value", SUCCESS));
    XmlElement message =
        head("samlp:LogoutResponse").with(1, status).with("InResponseTo", inResponseTo);
    return new MessageEncoding("SAMLResponse", relayState, key).encode(binding, message);
  }

  private XmlElement head(String name) {
    return XmlElement.of(name, XmlElement.of("saml:Issuer", issuer))
        .with("ID", id)
        .with("Version", "2.0")
        .with("IssueInstant", issueInstant.truncatedTo(ChronoUnit.SECONDS).toString())
        .with("Destination", destination);
  }
}
