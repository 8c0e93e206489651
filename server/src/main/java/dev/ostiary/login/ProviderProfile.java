package dev.ostiary.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Secret;
import dev.ostiary.token.Authentication;
import dev.ostiary.token.UpstreamSession;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What an identity provider said of a person, after its answer was found good: the one shape in
/// which both protocols end.
///
/// @param subject the provider's own name for the person
/// @param attributes by the provider's names: texts, numbers, booleans, or lists of them
/// @param upstream null when the provider named no session
/// @param idToken to be shown to the provider when the person signs out; null when it wants none
/// @param assertion null where the attempt alone makes sure that an answer is accepted once
record ProviderProfile(
    String subject,
    ObjectNode attributes,
    Authentication authentication,
    @Nullable UpstreamSession upstream,
    @Nullable Secret idToken,
    @Nullable Assertion assertion) {

  /// What may be accepted once, whoever brings it.
  ///
  /// @param replayUntil when it is too old to be accepted again anyway
  record Assertion(String id, Instant replayUntil) {}
}
