package dev.ostiary.login;

import dev.ostiary.environment.Environment;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.KeySchedule;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Our keys as a SAML service provider, the same for every connection of an environment: sealed in
/// the database, opened in memory for a minute. A key opens what is encrypted for it from the
/// moment it is made until it is retired; it signs when its time has come.
public final class SpKeys {
  /// Where private keys are kept.
  public static final SealedColumn SEALED =
      new SealedColumn("saml_key", "sealed", "'saml_key/' || environment_id || '/' || version");

  /// Many identity providers are told of a certificate by hand, by somebody at each customer who
  /// must be found first: a month to trust the new one before it signs, and a month more to stop
  /// encrypting for the old one.
  static final KeySchedule SCHEDULE = new KeySchedule(Duration.ofDays(30), Duration.ofDays(30));

  /// Identity providers import it by hand, and most of them look at its end.
  private static final Duration CERTIFICATE_LIFE = Duration.ofDays(3650);

  private static final Duration MEMORY = Duration.ofMinutes(1);

  private final Database database;
  private final Sealer sealer;
  private final InstantSource clock;
  private final SecureRandom random;
  private final SpKeyStore store = new SpKeyStore();
  private final Map<EnvironmentId, Opened> opened = new ConcurrentHashMap<>();

  private record Held(SpKey key, Instant signTime) {}

  private record Opened(List<Held> keys, Instant until) {}

  /// A key that was made, and when it begins to sign.
  ///
  /// @param fingerprint SHA-256 of its certificate, in lower-case hex
  public record Next(String fingerprint, Instant signTime) {}

  public SpKeys(Database database, Sealer sealer, InstantSource clock, SecureRandom random) {
    this.database = database;
    this.sealer = sealer;
    this.clock = clock;
    this.random = random;
  }

  /// Makes the environment's next key and publishes it; it signs when identity providers have had
  /// time to learn of it. The first key of all signs at once, since no other is known.
  ///
  /// @throws Problem when a key is waiting already
  public Next rotate(Environment environment) {
    Instant now = clock.instant();
    return database.transact(tx -> {
      store.lock(tx, environment.id());
      List<SpKeyStore.SealedKey> keys = store.list(tx, environment.id());
      Instant signTime =
          keys.isEmpty()
              ? KeySchedule.stored(now)
              : SCHEDULE.next(keys, SpKeyStore.SealedKey::signTime, now);
      return make(tx, environment, signTime);
    });
  }

  /// Makes a key that signs at once, because one has become known to others; a key that was waiting
  /// may have become known with it, and goes. What is encrypted for the former key is opened still:
  /// it is the identity provider's signature that an assertion is believed for.
  public Next replace(Environment environment) {
    Instant now = KeySchedule.stored(clock.instant());
    return database.transact(tx -> {
      store.lock(tx, environment.id());
      store.deleteWaiting(tx, environment.id(), now);
      return make(tx, environment, now);
    });
  }

  /// The key that signs.
  SpKey signing(Environment environment) {
    return signing(held(environment)).key();
  }

  /// Those that identity providers should know: the one that signs, then the one that will.
  List<SpKey> published(Environment environment) {
    List<Held> keys = held(environment);
    Instant since = signing(keys).signTime();
    return keys.stream().filter(key -> !key.signTime().isBefore(since)).map(Held::key).toList();
  }

  /// Those that open what is encrypted, the newest first.
  List<SpKey> opening(Environment environment) {
    return SCHEDULE.known(held(environment), Held::signTime, clock.instant()).reversed().stream()
        .map(Held::key)
        .toList();
  }

  private Held signing(List<Held> keys) {
    // The clock of the node that made the first key may be ahead of ours.
    return SCHEDULE.signing(keys, Held::signTime, clock.instant()).orElse(keys.getFirst());
  }

  /// The oldest first; the environment's first key is made when there is none.
  private List<Held> held(Environment environment) {
    Instant now = clock.instant();
    Opened known = opened.get(environment.id());
    if (known != null && now.isBefore(known.until())) {
      return known.keys();
    }
    List<Held> keys = database.transact(tx -> load(tx, environment.id()));
    if (keys.isEmpty()) {
      keys = database.transact(tx -> loadOrMake(tx, environment, now));
    }
    opened.put(environment.id(), new Opened(keys, now.plus(MEMORY)));
    return keys;
  }

  private List<Held> loadOrMake(Tx tx, Environment environment, Instant now) {
    store.lock(tx, environment.id());
    if (store.list(tx, environment.id()).isEmpty()) { // else another node was quicker
      make(tx, environment, KeySchedule.stored(now));
    }
    return load(tx, environment.id());
  }

  /// Makes a key, and throws away those that nobody needs any more.
  private Next make(Tx tx, Environment environment, Instant signTime) {
    EnvironmentId id = environment.id();
    Instant now = clock.instant();
    List<SpKeyStore.SealedKey> before =
        SCHEDULE.known(store.list(tx, id), SpKeyStore.SealedKey::signTime, now);
    int version = before.isEmpty() ? 1 : before.getLast().version() + 1;
    SpKey made =
        SpKey.generate(
            random, environment.url().getHost() + " (SAML)", now, now.plus(CERTIFICATE_LIFE));
    byte[] sealed = sealer.seal(place(id, version), made.encodedKey());
    byte[] certificate = made.encodedCertificate();
    store.insert(tx, id, new SpKeyStore.SealedKey(version, sealed, certificate, signTime));
    store.deleteBefore(tx, id, before.isEmpty() ? version : before.getFirst().version());
    tx.afterCommit(() -> opened.remove(id));
    return new Next(HexFormat.of().formatHex(Digests.sha256(certificate)), signTime);
  }

  private List<Held> load(Tx tx, EnvironmentId environment) {
    return store.list(tx, environment).stream()
        .map(key ->
            new Held(
                SpKey.read(
                    sealer.open(place(environment, key.version()), key.sealed()).reveal(),
                    key.certificate()),
                key.signTime()))
        .toList();
  }

  private static String place(EnvironmentId environment, int version) {
    return "saml_key/" + environment.number() + "/" + version;
  }
}
