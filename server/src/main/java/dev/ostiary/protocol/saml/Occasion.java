package dev.ostiary.protocol.saml;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Why a response arrives: because this browser was sent to the identity provider with a request,
/// or unasked, because somebody began there.
public sealed interface Occasion {

  /// The request of this browser and this connection, which the caller has looked up before.
  ///
  /// @param requestId the ID of our AuthnRequest
  /// @param authenticatedSince how recent the authentication must be (ForceAuthn: when the request
  ///   was sent; a maximum age: that long ago); null when any will do
  record Answer(String requestId, @Nullable Instant authenticatedSince) implements Occasion {}

  /// There is no such request.
  ///
  /// @param allowed whether the connection takes what it did not ask for
  record Unsolicited(boolean allowed) implements Occasion {}
}
