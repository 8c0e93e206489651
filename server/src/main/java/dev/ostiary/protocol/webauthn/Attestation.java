package dev.ostiary.protocol.webauthn;

import java.util.function.UnaryOperator;

/// What a browser answers when it has made a passkey: an `AuthenticatorAttestationResponse`
/// (WebAuthn, section 5.2.1), not yet believed.
public record Attestation(byte[] clientData, byte[] attestationObject) {
  /// @param member gives the text of a member of the answer
  /// @throws dev.ostiary.platform.Problem INVALID_ARGUMENT when one is missing
  public static Attestation read(UnaryOperator<String> member) {
    return new Attestation(
        Base64Url.decode("clientDataJSON", member.apply("clientDataJSON")),
        Base64Url.decode("attestationObject", member.apply("attestationObject")));
  }
}
