package dev.ostiary.protocol.saml;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an identity provider says about a person, read from the octets that it signed.
///
/// @param id unique at this identity provider; the caller accepts each one once
/// @param replayUntil when the assertion has surely run out, so that its id can be forgotten
/// @param inResponseTo the request that it answers; null when nobody asked
public record AcceptedAssertion(
    String id,
    String issuer,
    NameId subject,
    Attributes attributes,
    Authentication authentication,
    Instant replayUntil,
    @Nullable String inResponseTo)
    implements ResponseVerdict {

  /// How the person was authenticated (SAML 2.0 Core, section 2.7.2).
  ///
  /// @param sessionIndex names the session in a logout request
  /// @param sessionEnd when the identity provider wants the session to have ended
  public record Authentication(
      Instant instant,
      @Nullable String contextClass,
      @Nullable String sessionIndex,
      @Nullable Instant sessionEnd) {}
}
