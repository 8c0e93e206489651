package dev.ostiary.environment;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.ClientSecretId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The API clients of an environment: making them, recognizing them, taking them away.
public final class ApiClients {
  /// Tells people and secret scanners what they have in their hands (wire contract, section 6).
  private static final String SECRET_PREFIX = "test_";

  /// Compared with when there is nothing to compare with; no token hashes to it.
  private static final byte[] NOBODY = new byte[32];

  private final Database database;
  private final IdSource ids;
  private final InstantSource clock;
  private final RandomText random;
  private final ApiClientStore store = new ApiClientStore();

  public ApiClients(Database database, IdSource ids, InstantSource clock, RandomText random) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.random = random;
  }

  public CreatedClient create(EnvironmentId environment, String name) {
    ApiClient client = new ApiClient(new ClientId(ids.next()), environment, name);
    Secret secret = new Secret(SECRET_PREFIX + random.token().reveal());
    database.run(tx -> {
      store.insert(tx, client);
      store.insertSecret(tx, client, new ClientSecretId(ids.next()), Digests.ofToken(secret), null);
    });
    return new CreatedClient(client, secret);
  }

  /// The client, if the secret is one of its own and has not expired. Takes the same time whether
  /// the client is unknown, belongs to another environment, or has another secret.
  public Optional<ApiClient> authenticate(EnvironmentId environment, ClientId id, Secret secret) {
    byte[] presented = Digests.ofToken(secret);
    List<ApiClientStore.Credential> credentials =
        database.transact(tx -> store.credentials(tx, environment, id, clock.instant()));
    Optional<ApiClient> found = Optional.empty();
    if (credentials.isEmpty()) {
      Digests.equal(presented, NOBODY);
    }
    for (ApiClientStore.Credential credential : credentials) {
      if (Digests.equal(presented, credential.hash())) {
        found = Optional.of(credential.client());
      }
    }
    return found;
  }

  public Optional<ApiClient> find(EnvironmentId environment, ClientId id) {
    return database.transact(tx -> store.find(tx, environment, id));
  }

  /// All clients of the environment, oldest first.
  public List<ApiClient> list(EnvironmentId environment) {
    return database.transact(tx -> store.list(tx, environment));
  }

  /// Takes the client away; its access tokens stop working within a second, on every node.
  public void delete(EnvironmentId environment, ClientId id) {
    if (database.transact(tx -> store.delete(tx, environment, id)) == 0) {
      throw Problem.notFound("client", id);
    }
  }
}
