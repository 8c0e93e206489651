package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.KeySchedule;
import dev.ostiary.platform.crypto.SealedColumn;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.SigningKeyId;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The signing keys of all environments: sealed in the database, opened in memory. Which of an
/// environment's keys signs, and which are published and verify, is {@link KeySchedule}'s decision.
///
/// The memory is read anew when it is old, and, at most once a second, when somebody asks for a key
/// that is not in it: that is how a key that another node made is found.
public final class SigningKeys {
  /// Where private keys are kept.
  public static final SealedColumn SEALED =
      new SealedColumn("signing_key", "sealed", "'signing_key/snk_' || id");

  /// Apps keep the published keys for as long as they run and never look again (wire contract,
  /// section 3.5): one that is not restarted within the preparation rejects what the new key signs.
  /// The retirement is far longer than any token lives: an app may still show an old ID token when
  /// somebody signs out.
  static final KeySchedule SCHEDULE = new KeySchedule(Duration.ofDays(30), Duration.ofDays(30));

  private static final int RSA_BITS = 2048;

  /// How long a key that was taken away may still be believed, and how late a node may learn of a
  /// new one.
  private static final Duration LIFE = Duration.ofSeconds(60);

  /// Unknown key ids come from anybody; they must not become one query each.
  private static final Duration PAUSE_BETWEEN_MISSES = Duration.ofSeconds(1);

  private final Database database;
  private final IdSource ids;
  private final InstantSource clock;
  private final Sealer sealer;
  private final SecureRandom random;
  private final SigningKeyStore store = new SigningKeyStore();
  private volatile Loaded loaded = new Loaded(Map.of(), Instant.MIN);

  /// @param keys by the text form of their id
  private record Loaded(Map<String, SigningKey> keys, Instant at) {}

  /// A key that was made, and when it begins to sign.
  public record Next(SigningKeyId id, Instant signTime) {}

  public SigningKeys(
      Database database, IdSource ids, InstantSource clock, Sealer sealer, SecureRandom random) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.sealer = sealer;
    this.random = random;
  }

  /// Makes the environment's first key if it has none yet. Whoever needs a key calls this first; to
  /// call it when the environment is created spares the first request a quarter of a second.
  public void prepare(EnvironmentId environment) {
    signing(environment);
  }

  /// Makes the environment's next key and publishes it; it signs when apps have had time to learn
  /// of it.
  ///
  /// @throws Problem when a key is waiting already
  public Next rotate(EnvironmentId environment) {
    Instant now = clock.instant();
    return database.transact(tx -> {
      store.lock(tx, environment);
      List<SigningKeyStore.SealedKey> keys = store.list(tx, environment);
      return create(tx, environment, SCHEDULE.next(keys, SigningKeyStore.SealedKey::signTime, now));
    });
  }

  /// Replaces all keys of the environment at once, because one has become known to others. What
  /// they signed is worth nothing from now on, and apps must be restarted.
  public Next replace(EnvironmentId environment) {
    return database.transact(tx -> {
      store.lock(tx, environment);
      store.deleteAll(tx, environment);
      return create(tx, environment, KeySchedule.stored(clock.instant()));
    });
  }

  /// The key that signs for the environment.
  SigningKey signing(EnvironmentId environment) {
    return signing(keys(LIFE), environment)
        .orElseGet(() -> {
          createFirst(environment);
          return signing(keys(Duration.ZERO), environment).orElseThrow();
        });
  }

  private Optional<SigningKey> signing(Map<String, SigningKey> keys, EnvironmentId environment) {
    return SCHEDULE.signing(of(keys, environment), SigningKey::signTime, clock.instant());
  }

  /// The published key with this id, whatever its environment.
  Optional<SigningKey> find(String kid) {
    SigningKey known = keys(LIFE).get(kid);
    SigningKey found = known == null ? keys(PAUSE_BETWEEN_MISSES).get(kid) : known;
    return Optional.ofNullable(found).filter(key -> published(key.environment()).contains(key));
  }

  /// The environment's JWK Set (RFC 7517, section 5), public members only.
  ObjectNode jwks(EnvironmentId environment) {
    prepare(environment);
    ObjectNode set = Json.object();
    ArrayNode members = set.putArray("keys");
    published(environment).forEach(key -> members.add(key.publicJwk()));
    return set;
  }

  private List<SigningKey> published(EnvironmentId environment) {
    return SCHEDULE.known(of(keys(LIFE), environment), SigningKey::signTime, clock.instant());
  }

  private static List<SigningKey> of(Map<String, SigningKey> keys, EnvironmentId environment) {
    return keys.values().stream().filter(key -> key.environment().equals(environment)).toList();
  }

  private void createFirst(EnvironmentId environment) {
    database.run(tx -> {
      store.lock(tx, environment);
      boolean signs =
          store.list(tx, environment).stream()
              .anyMatch(key -> !key.signTime().isAfter(clock.instant()));
      if (!signs) {
        create(tx, environment, KeySchedule.stored(clock.instant()));
      }
    });
  }

  private Next create(Tx tx, EnvironmentId environment, Instant signTime) {
    SigningKeyId id = new SigningKeyId(ids.next());
    byte[] sealed = sealer.seal(place(id), new Secret(generate(id).toJSONString()));
    store.insert(tx, new SigningKeyStore.SealedKey(environment, id, sealed, signTime));
    tx.afterCommit(() -> loaded = new Loaded(Map.of(), Instant.MIN));
    return new Next(id, signTime);
  }

  private RSAKey generate(SigningKeyId id) {
    try {
      return new RSAKeyGenerator(RSA_BITS).secureRandom(random).keyID(id.toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<String, SigningKey> keys(Duration atMostThisOld) {
    Loaded seen = loaded;
    return isFresh(seen, atMostThisOld) ? seen.keys() : load(atMostThisOld);
  }

  private synchronized Map<String, SigningKey> load(Duration atMostThisOld) {
    Loaded seen = loaded;
    if (isFresh(seen, atMostThisOld)) {
      return seen.keys();
    }
    Instant now = clock.instant();
    Map<String, SigningKey> keys = new LinkedHashMap<>();
    for (SigningKeyStore.SealedKey key : database.transact(store::list)) {
      SigningKey known = seen.keys().get(key.id().toString());
      keys.put(key.id().toString(), known == null ? open(key) : known);
    }
    loaded = new Loaded(keys, now);
    return keys;
  }

  private boolean isFresh(Loaded seen, Duration atMostThisOld) {
    return !seen.at().equals(Instant.MIN)
        && clock.instant().isBefore(seen.at().plus(atMostThisOld));
  }

  private SigningKey open(SigningKeyStore.SealedKey key) {
    try {
      RSAKey rsa = RSAKey.parse(sealer.open(place(key.id()), key.sealed()).reveal());
      return new SigningKey(key.environment(), key.id(), rsa, key.signTime());
    } catch (ParseException e) {
      throw new IllegalStateException("the signing key " + key.id() + " cannot be read", e);
    }
  }

  private static String place(SigningKeyId id) {
    return "signing_key/" + id;
  }
}
