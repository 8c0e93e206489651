package dev.ostiary.environment;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.ClientSecretId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The API clients of an environment: making them, recognizing them, taking them away.
public final class ApiClients {
  private final Database database;
  private final IdSource ids;
  private final InstantSource clock;
  private final ApiClientStore store = new ApiClientStore();
  private final EnvironmentStore environments = new EnvironmentStore();
  private final ClientSecrets secrets;

  public ApiClients(Database database, IdSource ids, InstantSource clock, RandomText random) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.secrets =
        new ClientSecrets(new ClientSecretStore("api_client_secret"), ids, clock, random);
  }

  /// Makes a backend with a name and its first secret.
  public CreatedClient create(EnvironmentId environment, String name) {
    return database.transact(tx -> {
      ApiClient client = insert(tx, environment, ClientSettings.named(name));
      CreatedSecret secret = secrets.create(tx, environment, client.id(), null);
      return new CreatedClient(client, secret.plain());
    });
  }

  /// Makes a client without a secret; a public one stays that way.
  public ApiClient create(EnvironmentId environment, ClientSettings settings) {
    return database.transact(tx -> insert(tx, environment, settings));
  }

  private ApiClient insert(Tx tx, EnvironmentId environment, ClientSettings settings) {
    check(tx, environment, settings);
    ApiClient client =
        new ApiClient(new ClientId(ids.next()), environment, settings, clock.instant());
    store.insert(tx, client);
    return client;
  }

  private void check(Tx tx, EnvironmentId environment, ClientSettings settings) {
    Environment home =
        environments
            .find(tx, environment)
            .orElseThrow(() -> Problem.notFound("environment", environment));
    settings.uris().check(home.isForDevelopment(), settings.type());
  }

  /// Changes what is said of a client.
  ///
  /// @param change is given the present settings and gives back those to be
  public ApiClient update(
      EnvironmentId environment, ClientId id, UnaryOperator<ClientSettings> change) {
    return database.transact(tx -> {
      ApiClient before = lock(tx, environment, id);
      ClientSettings settings = change.apply(before.settings());
      if (settings.equals(before.settings())) {
        return before;
      }
      check(tx, environment, settings);
      ApiClient after = new ApiClient(id, environment, settings, clock.instant());
      store.update(tx, after);
      return after;
    });
  }

  /// The client, if the secret is one of its own and is valid. Takes the same time whether the
  /// client is unknown, belongs to another environment, or has another secret.
  public Optional<ApiClient> authenticate(EnvironmentId environment, ClientId id, Secret secret) {
    return secrets.prove(
        database, environment, id, secret, tx -> store.findLater(tx, environment, id));
  }

  public ApiClient get(EnvironmentId environment, ClientId id) {
    return find(environment, id).orElseThrow(() -> notFound(id));
  }

  public Optional<ApiClient> find(EnvironmentId environment, ClientId id) {
    return database.ask(tx -> store.findLater(tx, environment, id));
  }

  /// Whether there is such a client, as part of `tx`.
  public Asked<Boolean> exists(Tx tx, EnvironmentId environment, ClientId id) {
    return store.findLater(tx, environment, id).map(Optional::isPresent);
  }

  /// All clients of the environment, oldest first.
  public List<ApiClient> list(EnvironmentId environment) {
    return database.transact(tx -> store.list(tx, environment));
  }

  /// Those of these clients that there are, by their id.
  public Map<ClientId, ApiClient> named(EnvironmentId environment, Collection<ClientId> ids) {
    long[] numbers = ids.stream().mapToLong(ClientId::number).distinct().toArray();
    return database.transact(tx -> store.list(tx, environment, numbers)).stream()
        .collect(Collectors.toUnmodifiableMap(ApiClient::id, Function.identity()));
  }

  /// A page of the clients, newest first. The total counts no further than 10 000.
  ///
  /// @param types only these; all when empty
  public Page<ApiClient> list(
      EnvironmentId environment, Set<ClientType> types, Page.Request request) {
    return database.transact(tx -> store.page(tx, environment, types, request));
  }

  /// Takes the client away; its access tokens stop working within a second, on every node.
  public void delete(EnvironmentId environment, ClientId id) {
    if (database.transact(tx -> store.delete(tx, environment, id)) == 0) {
      throw notFound(id);
    }
  }

  /// @param createdBy who asks for it, for the record
  public CreatedSecret createSecret(
      EnvironmentId environment, ClientId id, @Nullable String createdBy) {
    return database.transact(tx -> {
      if (lock(tx, environment, id).settings().type().isPublic()) {
        throw Problem.precondition(
            id
                + " is in the hands of its users and cannot keep a secret; it proves itself by"
                + " PKCE");
      }
      return secrets.create(tx, environment, id, createdBy);
    });
  }

  /// The secrets of a client that is there, newest first.
  public List<ClientSecret> secrets(EnvironmentId environment, ClientId id) {
    return database.transact(tx -> secrets.list(tx, environment, id));
  }

  /// Switches a secret off without forgetting it, or on again.
  public ClientSecret setSecretActive(
      EnvironmentId environment, ClientId id, ClientSecretId secret, boolean active) {
    return database.transact(tx -> {
      lock(tx, environment, id);
      return secrets.setActive(tx, environment, id, secret, active);
    });
  }

  public void deleteSecret(EnvironmentId environment, ClientId id, ClientSecretId secret) {
    database.run(tx -> {
      lock(tx, environment, id);
      secrets.delete(tx, environment, id, secret);
    });
  }

  private ApiClient lock(Tx tx, EnvironmentId environment, ClientId id) {
    return store.lock(tx, environment, id).orElseThrow(() -> notFound(id));
  }

  private static Problem notFound(ClientId id) {
    return Problem.notFound("client", id);
  }
}
