package dev.ostiary.protocol.saml;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/// Asks an identity provider who sits at the browser (SAML 2.0 Core, section 3.4.1).
///
/// @param id an XML name that nobody can guess; the answer must repeat it
/// @param issueInstant sent in whole seconds
/// @param destination the identity provider's sign-in URL
/// @param issuer our entity id at this connection
/// @param acsUrl where the answer is to go: this connection's callback, and no other
/// @param forceAuthn whether the person must prove who they are even with a session there
/// @param passive whether nothing may be asked of the person
public record AuthnRequest(
    String id,
    Instant issueInstant,
    String destination,
    String issuer,
    String acsUrl,
    NameIdFormat nameIdFormat,
    boolean forceAuthn,
    boolean passive) {

  /// @param relayState comes back with the answer; at most 80 bytes (SAML 2.0 Bindings, section
  ///   3.4.3)
  /// @param key signs it; null sends it unsigned
  public OutgoingMessage send(Binding binding, @Nullable String relayState, @Nullable SpKey key) {
    return new MessageEncoding("SAMLRequest", relayState, key).encode(binding, xml());
  }

  XmlElement xml() {
    XmlElement policy = XmlElement.of("samlp:NameIDPolicy").with("AllowCreate", "true");
    if (nameIdFormat != NameIdFormat.UNSPECIFIED) {
      policy = policy.with("Format", nameIdFormat.uri());
    }
    return XmlElement.of("samlp:AuthnRequest", XmlElement.of("saml:Issuer", issuer), policy)
        .with("ID", id)
        .with("Version", "2.0")
        .with("IssueInstant", issueInstant.truncatedTo(ChronoUnit.SECONDS).toString())
        .with("Destination", destination)
        .with("AssertionConsumerServiceURL", acsUrl)
        .with("ProtocolBinding", Binding.POST.uri())
        .with("ForceAuthn", forceAuthn ? "true" : null)
        .with("IsPassive", passive ? "true" : null);
  }
}
