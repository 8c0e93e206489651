package dev.ostiary.token;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Duration;
import java.time.InstantSource;

/// Makes the codes (RFC 6749, section 4.1.2) in which the front channel ends and with which the
/// back channel begins. Only a hash of a code is kept.
public final class AuthorizationCodes {
  /// From the redirect to the client's request; the browser is on its way and nobody has to type.
  public static final Duration LIFE = Duration.ofSeconds(60);

  private final RandomText random;
  private final InstantSource clock;
  private final GrantStore store = new GrantStore();

  public AuthorizationCodes(RandomText random, InstantSource clock) {
    this.random = random;
    this.clock = clock;
  }

  /// Makes a code that can be redeemed once for what is authorized.
  public Secret issue(Tx tx, EnvironmentId environment, Authorization authorization) {
    Secret code = random.token();
    store.insert(
        tx,
        environment,
        Digests.ofToken(code),
        authorization,
        clock.instant(),
        clock.instant().plus(LIFE));
    return code;
  }
}
