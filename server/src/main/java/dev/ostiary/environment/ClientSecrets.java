package dev.ostiary.environment;

import dev.ostiary.environment.ClientSecretStore.Credential;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ClientSecretId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.Id;
import dev.ostiary.platform.id.IdSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The secrets of one kind of clients. A client may have several, which is how one is replaced by
/// the next without a pause.
final class ClientSecrets {
  /// Tells people and secret scanners what they have in their hands (wire contract, section 6).
  private static final String PREFIX = "test_";

  private static final int SUFFIX_LENGTH = 4;

  /// One in use, one on its way in, one on its way out; more than this nobody can tell apart.
  private static final int MAX_SECRETS = 10;

  /// A client that asks for a token on every call costs one write a minute, not one per call.
  private static final Duration USE_GRAIN = Duration.ofMinutes(1);

  /// Compared with when there is nothing to compare with; no token hashes to it.
  private static final byte[] NOBODY = new byte[32];

  private final IdSource ids;
  private final InstantSource clock;
  private final RandomText random;
  private final ClientSecretStore store;

  ClientSecrets(ClientSecretStore store, IdSource ids, InstantSource clock, RandomText random) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.random = random;
  }

  /// Makes a secret of a client whose row `tx` has locked, or has just made.
  CreatedSecret create(Tx tx, EnvironmentId environment, Id client, @Nullable String createdBy) {
    if (store.list(tx, environment, client).size() >= MAX_SECRETS) {
      throw Problem.precondition(
          client + " has " + MAX_SECRETS + " secrets; delete one that is no longer in use first");
    }
    Secret plain = new Secret(PREFIX + random.token().reveal());
    String text = plain.reveal();
    ClientSecret secret =
        new ClientSecret(
            new ClientSecretId(ids.next()),
            text.substring(text.length() - SUFFIX_LENGTH),
            true,
            createdBy,
            null,
            null,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    store.insert(tx, environment, client, secret, Digests.ofToken(plain));
    return new CreatedSecret(secret, plain);
  }

  /// The client, if the secret is one of its own that is valid now. Takes the same time whether the
  /// client is unknown, belongs to another environment, or has another secret.
  ///
  /// @param find asks for the client
  <C> Optional<C> prove(
      Database database,
      EnvironmentId environment,
      Id client,
      Secret presented,
      Function<Tx, Asked<Optional<C>>> find) {
    record Found<C>(List<Credential> valid, Optional<C> client) {}
    Instant now = clock.instant();
    Found<C> found =
        database.ask(tx ->
            store
                .valid(tx, environment, client, now)
                .with(find.apply(tx), (valid, one) -> new Found<C>(valid, one)));
    Optional<Credential> proof = match(found.valid(), presented);
    proof
        .filter(credential -> !credential.usedSince(now.minus(USE_GRAIN)))
        .ifPresent(credential ->
            database.run(tx ->
                store.used(tx, environment, client, credential.id(), now, now.minus(USE_GRAIN))));
    return proof.flatMap(credential -> found.client());
  }

  private static Optional<Credential> match(List<Credential> valid, Secret presented) {
    byte[] hash = Digests.ofToken(presented);
    Optional<Credential> proof = Optional.empty();
    if (valid.isEmpty()) {
      Digests.equal(hash, NOBODY);
    }
    for (Credential credential : valid) {
      if (Digests.equal(hash, credential.hash())) {
        proof = Optional.of(credential);
      }
    }
    return proof;
  }

  /// Newest first.
  List<ClientSecret> list(Tx tx, EnvironmentId environment, Id client) {
    return store.list(tx, environment, client);
  }

  ClientSecret setActive(
      Tx tx, EnvironmentId environment, Id client, ClientSecretId id, boolean active) {
    return store
        .setActive(tx, environment, client, id, active, clock.instant())
        .orElseThrow(() -> notFound(id));
  }

  void delete(Tx tx, EnvironmentId environment, Id client, ClientSecretId id) {
    if (store.delete(tx, environment, client, id) == 0) {
      throw notFound(id);
    }
  }

  private static Problem notFound(ClientSecretId id) {
    return Problem.notFound("client secret", id);
  }
}
