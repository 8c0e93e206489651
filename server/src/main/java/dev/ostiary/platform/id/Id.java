package dev.ostiary.platform.id;

/// An identifier of one kind. Two ids are equal when kind and number are; the text form is what
/// `toString` gives.
public sealed interface Id
    permits ApiTokenId,
        ClientId,
        ClientSecretId,
        ConnectionId,
        DomainId,
        EndpointId,
        EnvironmentId,
        EventId,
        LoginId,
        OperatorId,
        OrganizationClientId,
        OrganizationId,
        PasskeyId,
        PortalLinkId,
        ReplayId,
        SessionId,
        SigningKeyId,
        TokenId {
  /// The number, as the database stores it.
  long number();

  /// Rejects what no {@link IdSource} can have made.
  static void requirePositive(long number) {
    if (number <= 0) {
      throw new IllegalArgumentException("an id is a positive number, found " + number);
    }
  }
}
