package dev.ostiary.protocol.webauthn;

import static java.util.Objects.requireNonNull;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.BadChallengeException;
import com.webauthn4j.verifier.exception.BadOriginException;
import com.webauthn4j.verifier.exception.BadRpIdException;
import com.webauthn4j.verifier.exception.BadSignatureException;
import com.webauthn4j.verifier.exception.InconsistentClientDataTypeException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import com.webauthn4j.verifier.exception.VerificationException;
import java.util.List;

/// Judges what browsers answer (WebAuthn, sections 7.1 and 7.2): the answer, our challenge and what
/// is kept of the passkey go in, a verdict comes out. That a challenge is used once, and which
/// passkey it is, is for the caller to see to.
public final class CredentialVerifier {
  private static final ObjectConverter CONVERTER = new ObjectConverter();

  /// Who made an authenticator is not asked for, so what it says of that is not checked.
  private static final WebAuthnManager MANAGER =
      WebAuthnManager.createNonStrictWebAuthnManager(CONVERTER);

  private static final List<PublicKeyCredentialParameters> PARAMETERS =
      RelyingParty.ALGORITHMS.stream()
          .map(algorithm ->
              new PublicKeyCredentialParameters(
                  PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.create(algorithm)))
          .toList();

  private static final boolean USER_VERIFIED = true;
  private static final boolean USER_PRESENT = true;

  /// What became of a new passkey.
  public sealed interface Registration {
    record Accepted(CredentialRecord credential) implements Registration {}

    /// @param reason for people, the end of a sentence
    record Rejected(String reason) implements Registration {}
  }

  /// What became of the use of a passkey.
  public sealed interface Authentication {
    /// @param signCount to be kept
    record Accepted(long signCount) implements Authentication {}

    /// All is well but the signature counter, which did not go on: there may be a copy of the
    /// authenticator (section 6.1.1).
    record CounterWentBack() implements Authentication {}

    /// @param reason for people, the end of a sentence
    record Rejected(String reason) implements Authentication {}
  }

  private CredentialVerifier() {}

  /// Section 7.1, with user verification.
  public static Registration register(
      RelyingParty party, byte[] challenge, Attestation attestation) {
    try {
      var data =
          MANAGER
              .verify(
                  new RegistrationRequest(
                      attestation.attestationObject(), attestation.clientData()),
                  new RegistrationParameters(
                      server(party, challenge), PARAMETERS, USER_VERIFIED, USER_PRESENT))
              .getAttestationObject();
      var authenticator = requireNonNull(data).getAuthenticatorData();
      var attested = requireNonNull(authenticator.getAttestedCredentialData());
      return new Registration.Accepted(
          new CredentialRecord(
              attested.getCredentialId(),
              new AttestedCredentialDataConverter(CONVERTER).convert(attested),
              authenticator.getSignCount(),
              authenticator.isFlagBE()));
    } catch (RuntimeException e) {
      return new Registration.Rejected(reason(e));
    }
  }

  /// Section 7.2, with user verification; what is kept must be of the passkey that the answer
  /// names.
  public static Authentication authenticate(
      RelyingParty party, byte[] challenge, Assertion assertion, CredentialRecord kept) {
    CredentialRecordImpl known = known(kept);
    try {
      var data =
          MANAGER
              .verify(
                  new AuthenticationRequest(
                      assertion.credentialId(),
                      assertion.userHandle(),
                      assertion.authenticatorData(),
                      assertion.clientData(),
                      assertion.signature()),
                  new AuthenticationParameters(
                      server(party, challenge),
                      known,
                      List.of(kept.id()),
                      USER_VERIFIED,
                      USER_PRESENT))
              .getAuthenticatorData();
      return new Authentication.Accepted(requireNonNull(data).getSignCount());
    } catch (MaliciousCounterValueException e) {
      return new Authentication.CounterWentBack();
    } catch (RuntimeException e) {
      return new Authentication.Rejected(reason(e));
    }
  }

  private static ServerProperty server(RelyingParty party, byte[] challenge) {
    return ServerProperty.builder()
        .origin(new Origin(party.origin()))
        .rpId(party.id())
        .challenge(new DefaultChallenge(challenge))
        .build();
  }

  private static CredentialRecordImpl known(CredentialRecord kept) {
    return new CredentialRecordImpl(
        null,
        USER_VERIFIED,
        kept.backupEligible(),
        null,
        kept.signCount(),
        new AttestedCredentialDataConverter(CONVERTER).convert(kept.attestedData()),
        null,
        null,
        null,
        null);
  }

  /// The library's readers throw more at broken bytes than they declare; none of it lets anybody
  /// in.
  private static String reason(RuntimeException e) {
    return switch (e) {
      case InconsistentClientDataTypeException _ -> "it answers another question";
      case BadChallengeException _ -> "it answers an earlier question, or one of another browser";
      case BadOriginException _ -> "it was used on a page of another address";
      case BadRpIdException _ -> "it belongs to another host";
      case UserNotVerifiedException _ -> "the device did not ask who you are";
      case BadSignatureException _ -> "its signature is not that of its key";
      case VerificationException _ -> "it does not keep the rules of WebAuthn";
      default -> "it cannot be read";
    };
  }
}
