package dev.ostiary.protocol.webauthn;

import java.util.function.UnaryOperator;

/// What a browser answers when it has used a passkey: an `AuthenticatorAssertionResponse`
/// (WebAuthn, section 5.2.2), not yet believed. It says itself which passkey it is of, and whose.
public record Assertion(
    byte[] credentialId,
    byte[] userHandle,
    byte[] clientData,
    byte[] authenticatorData,
    byte[] signature) {
  /// @param member gives the text of a member of the answer
  /// @throws dev.ostiary.platform.Problem INVALID_ARGUMENT when one is missing
  public static Assertion read(UnaryOperator<String> member) {
    return new Assertion(
        Base64Url.decode("rawId", member.apply("rawId")),
        Base64Url.decode("userHandle", member.apply("userHandle")),
        Base64Url.decode("clientDataJSON", member.apply("clientDataJSON")),
        Base64Url.decode("authenticatorData", member.apply("authenticatorData")),
        Base64Url.decode("signature", member.apply("signature")));
  }
}
