package dev.ostiary.login;

import dev.ostiary.environment.Environment;
import dev.ostiary.platform.crypto.SealedColumn;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.protocol.saml.SpKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Our keys as a SAML service provider: sealed in the database, opened in memory for a minute. The
/// newest of an environment signs; all of them open what is encrypted, and are published.
public final class SpKeys {
  /// Where private keys are kept.
  public static final SealedColumn SEALED =
      new SealedColumn("saml_key", "sealed", "'saml_key/' || environment_id || '/' || version");

  /// Identity providers import it by hand, and most of them look at its end.
  private static final Duration CERTIFICATE_LIFE = Duration.ofDays(3650);

  private static final Duration MEMORY = Duration.ofMinutes(1);

  private final Database database;
  private final Sealer sealer;
  private final InstantSource clock;
  private final SecureRandom random;
  private final SpKeyStore store = new SpKeyStore();
  private final Map<EnvironmentId, Opened> opened = new ConcurrentHashMap<>();

  private record Opened(List<SpKey> keys, Instant until) {}

  public SpKeys(Database database, Sealer sealer, InstantSource clock, SecureRandom random) {
    this.database = database;
    this.sealer = sealer;
    this.clock = clock;
    this.random = random;
  }

  /// The key that signs.
  SpKey signing(Environment environment) {
    return all(environment).getFirst();
  }

  /// All keys, the newest first; the environment's first key is made when there is none.
  List<SpKey> all(Environment environment) {
    Instant now = clock.instant();
    Opened known = opened.get(environment.id());
    if (known != null && now.isBefore(known.until())) {
      return known.keys();
    }
    List<SpKey> keys = database.transact(tx -> load(tx, environment.id()));
    if (keys.isEmpty()) {
      keys = database.transact(tx -> loadOrMake(tx, environment, now));
    }
    opened.put(environment.id(), new Opened(keys, now.plus(MEMORY)));
    return keys;
  }

  private List<SpKey> loadOrMake(Tx tx, Environment environment, Instant now) {
    store.lock(tx, environment.id());
    List<SpKey> keys = load(tx, environment.id());
    if (!keys.isEmpty()) {
      return keys; // another node was quicker
    }
    SpKey made =
        SpKey.generate(
            random, environment.url().getHost() + " (SAML)", now, now.plus(CERTIFICATE_LIFE));
    int version = 1;
    byte[] sealed = sealer.seal(place(environment.id(), version), made.encodedKey());
    store.insert(
        tx, environment.id(), new SpKeyStore.SealedKey(version, sealed, made.encodedCertificate()));
    return List.of(made);
  }

  private List<SpKey> load(Tx tx, EnvironmentId environment) {
    return store.list(tx, environment).stream()
        .map(key ->
            SpKey.read(
                sealer.open(place(environment, key.version()), key.sealed()).reveal(),
                key.certificate()))
        .toList();
  }

  private static String place(EnvironmentId environment, int version) {
    return "saml_key/" + environment.number() + "/" + version;
  }
}
