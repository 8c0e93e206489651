package dev.ostiary.environment;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ClientSecretId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationClientId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The machines of an environment's organizations: making them, recognizing them, taking them away.
/// They go with their organization.
public final class OrganizationClients {
  private final Database database;
  private final IdSource ids;
  private final InstantSource clock;
  private final OrganizationClientStore store = new OrganizationClientStore();
  private final ClientSecrets secrets;

  public OrganizationClients(
      Database database, IdSource ids, InstantSource clock, RandomText random) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
    this.secrets =
        new ClientSecrets(new ClientSecretStore("organization_client_secret"), ids, clock, random);
  }

  public OrganizationClient create(
      EnvironmentId environment, OrganizationId organization, MachineSettings settings) {
    OrganizationClient client =
        new OrganizationClient(
            new OrganizationClientId(ids.next()),
            environment,
            organization,
            settings,
            clock.instant());
    if (!database.transact(tx -> store.insert(tx, client))) {
      throw Problem.notFound("organization", organization);
    }
    return client;
  }

  public OrganizationClient get(
      EnvironmentId environment, OrganizationId organization, OrganizationClientId id) {
    return database
        .ask(tx -> store.findLater(tx, environment, id))
        .filter(client -> client.organization().equals(organization))
        .orElseThrow(() -> notFound(id));
  }

  /// A page of an organization's clients, newest first. The total counts no further than 10 000.
  public Page<OrganizationClient> list(
      EnvironmentId environment, OrganizationId organization, Page.Request request) {
    return database.transact(tx -> store.page(tx, environment, organization, request));
  }

  /// @param change is given the present settings and gives back those to be
  public OrganizationClient update(
      EnvironmentId environment,
      OrganizationId organization,
      OrganizationClientId id,
      UnaryOperator<MachineSettings> change) {
    return database.transact(tx -> {
      OrganizationClient before = lock(tx, environment, organization, id);
      MachineSettings settings = change.apply(before.settings());
      if (settings.equals(before.settings())) {
        return before;
      }
      OrganizationClient after =
          new OrganizationClient(id, environment, organization, settings, clock.instant());
      store.update(tx, after);
      return after;
    });
  }

  /// The client, if the secret is one of its own and is valid; see {@link ApiClients#authenticate}.
  public Optional<OrganizationClient> authenticate(
      EnvironmentId environment, OrganizationClientId id, Secret secret) {
    return secrets.prove(
        database, environment, id, secret, tx -> store.findLater(tx, environment, id));
  }

  public void delete(
      EnvironmentId environment, OrganizationId organization, OrganizationClientId id) {
    if (database.transact(tx -> store.delete(tx, environment, organization, id)) == 0) {
      throw notFound(id);
    }
  }

  /// @param createdBy who asks for it, for the record
  public CreatedSecret createSecret(
      EnvironmentId environment,
      OrganizationId organization,
      OrganizationClientId id,
      @Nullable String createdBy) {
    return database.transact(tx -> {
      lock(tx, environment, organization, id);
      return secrets.create(tx, environment, id, createdBy);
    });
  }

  /// The secrets of a client that is there, newest first.
  public List<ClientSecret> secrets(EnvironmentId environment, OrganizationClientId id) {
    return database.transact(tx -> secrets.list(tx, environment, id));
  }

  public void deleteSecret(
      EnvironmentId environment,
      OrganizationId organization,
      OrganizationClientId id,
      ClientSecretId secret) {
    database.run(tx -> {
      lock(tx, environment, organization, id);
      secrets.delete(tx, environment, id, secret);
    });
  }

  private OrganizationClient lock(
      Tx tx, EnvironmentId environment, OrganizationId organization, OrganizationClientId id) {
    return store
        .lock(tx, environment, id)
        .filter(client -> client.organization().equals(organization))
        .orElseThrow(() -> notFound(id));
  }

  private static Problem notFound(OrganizationClientId id) {
    return Problem.notFound("client", id);
  }
}
