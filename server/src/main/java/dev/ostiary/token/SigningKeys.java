package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.SealedColumn;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.SigningKeyId;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The signing keys of all environments: sealed in the database, opened in memory. The newest key
/// of an environment signs; all of them verify and are published.
///
/// The memory is read anew when it is old, and, at most once a second, when somebody asks for a key
/// that is not in it: that is how a key that another node made is found.
public final class SigningKeys {
  /// Where private keys are kept.
  public static final SealedColumn SEALED =
      new SealedColumn("signing_key", "sealed", "'signing_key/snk_' || id");

  private static final int RSA_BITS = 2048;

  /// How long a key that was deleted by hand may still be believed.
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

  /// @param keys by the text form of their id, oldest first
  private record Loaded(Map<String, SigningKey> keys, Instant at) {}

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

  /// The key that signs for the environment.
  SigningKey signing(EnvironmentId environment) {
    return newest(keys(LIFE), environment)
        .orElseGet(() -> {
          createFirst(environment);
          return newest(keys(Duration.ZERO), environment).orElseThrow();
        });
  }

  /// The key with this id, whatever its environment.
  Optional<SigningKey> find(String kid) {
    SigningKey known = keys(LIFE).get(kid);
    return Optional.ofNullable(known == null ? keys(PAUSE_BETWEEN_MISSES).get(kid) : known);
  }

  /// The environment's JWK Set (RFC 7517, section 5), public members only.
  ObjectNode jwks(EnvironmentId environment) {
    prepare(environment);
    ObjectNode set = Json.object();
    ArrayNode published = set.putArray("keys");
    for (SigningKey key : keys(LIFE).values()) {
      if (key.environment().equals(environment)) {
        published.add(key.publicJwk());
      }
    }
    return set;
  }

  private void createFirst(EnvironmentId environment) {
    database.run(tx -> {
      if (store.lockAndLook(tx, environment)) {
        return;
      }
      SigningKeyId id = new SigningKeyId(ids.next());
      Secret privateKey = new Secret(generate(id).toJSONString());
      byte[] sealed = sealer.seal(place(id), privateKey);
      store.insert(tx, new SigningKeyStore.SealedKey(environment, id, sealed));
    });
  }

  private RSAKey generate(SigningKeyId id) {
    try {
      return new RSAKeyGenerator(RSA_BITS).secureRandom(random).keyID(id.toString()).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Optional<SigningKey> newest(
      Map<String, SigningKey> keys, EnvironmentId environment) {
    return keys.values().stream()
        .filter(key -> key.environment().equals(environment))
        .reduce((older, newer) -> newer);
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
      return new SigningKey(key.environment(), key.id(), rsa);
    } catch (ParseException e) {
      throw new IllegalStateException("the signing key " + key.id() + " cannot be read", e);
    }
  }

  private static String place(SigningKeyId id) {
    return "signing_key/" + id;
  }
}
