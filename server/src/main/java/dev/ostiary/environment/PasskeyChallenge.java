package dev.ostiary.environment;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/// What a passkey has to sign (WebAuthn, section 13.4.3). Between question and answer it is in a
/// cookie of the browser that asked, sealed for one purpose, so that no row is written for whoever
/// only asks.
///
/// @param text 32 random bytes in base64url
record PasskeyChallenge(Secret text, Instant expireTime) {
  /// The longest of those that WebAuthn recommends (section 15.1): time to look for a key.
  static final Duration LIFETIME = Duration.ofMinutes(5);

  static PasskeyChallenge make(RandomText random, Instant now) {
    return new PasskeyChallenge(random.token(), now.plus(LIFETIME));
  }

  /// The purpose of one that makes a passkey of this operator.
  static String toRegister(Operator operator) {
    return "passkey of " + operator.environment() + "/" + operator.id();
  }

  /// The purpose of one that lets somebody in.
  static String toSignIn(EnvironmentId environment) {
    return "sign-in to " + environment;
  }

  Secret seal(Sealer sealer, String purpose) {
    Secret content = new Secret(expireTime.getEpochSecond() + " " + text.reveal());
    return new Secret(
        Base64.getUrlEncoder().withoutPadding().encodeToString(sealer.seal(purpose, content)));
  }

  /// Reads what a browser brought; nothing when we did not make it for this, or its time is over.
  static Optional<PasskeyChallenge> open(
      Sealer sealer, String purpose, Secret sealed, Instant now) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(sealed.reveal());
      String[] parts = sealer.open(purpose, bytes).reveal().split(" ", 2);
      Instant expireTime = Instant.ofEpochSecond(Long.parseLong(parts[0]));
      return Optional.of(new PasskeyChallenge(new Secret(parts[1]), expireTime))
          .filter(challenge -> now.isBefore(challenge.expireTime()));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  byte[] bytes() {
    return Base64.getUrlDecoder().decode(text.reveal());
  }

  /// By which it is known to be used up.
  byte[] hash() {
    return Digests.ofToken(text);
  }
}
