package dev.ostiary.protocol.saml;

import java.security.PrivateKey;
import java.time.Duration;
import java.util.List;

/// What a response must meet to be accepted at a connection.
///
/// @param spEntityId our entity id at this connection, the audience
/// @param acsUrl our assertion consumer service at this connection
/// @param occasion why a response should arrive at all
/// @param decryption which encrypted assertions we can read
/// @param skew how far the identity provider's clock may be off
public record Expectation(
    TrustedIdp idp,
    String spEntityId,
    String acsUrl,
    Occasion occasion,
    SignaturePolicy signatures,
    Decryption decryption,
    Duration skew) {
  public static final Duration DEFAULT_SKEW = Duration.ofMinutes(1);

  /// Beyond it the times in an assertion would mean nothing.
  public static final Duration MAX_SKEW = Duration.ofMinutes(3);

  public Expectation {
    if (skew.isNegative() || skew.compareTo(MAX_SKEW) > 0) {
      throw new IllegalArgumentException("a clock skew of " + skew);
    }
  }

  /// Our keys for encrypted assertions; several while one is replaced by the next.
  ///
  /// @param required whether an assertion that is not encrypted is refused
  public record Decryption(List<PrivateKey> keys, boolean required) {
    public static final Decryption NONE = new Decryption(List.of(), false);

    public Decryption {
      keys = List.copyOf(keys);
    }
  }
}
