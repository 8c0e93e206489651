package dev.ostiary.protocol.webauthn;

/// What has to be kept of a passkey (WebAuthn, section 4, "credential record").
///
/// @param id that the authenticator gave it
/// @param attestedData the id once more, with the public key (section 6.5.1)
/// @param signCount the signature counter at its last use; stays 0 where the authenticator keeps
///   none
/// @param backupEligible whether it may be copied to other devices; never changes
public record CredentialRecord(
    byte[] id, byte[] attestedData, long signCount, boolean backupEligible) {}
