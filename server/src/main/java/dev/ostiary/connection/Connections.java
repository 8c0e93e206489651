package dev.ostiary.connection;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.event.Cause;
import dev.ostiary.event.EventType;
import dev.ostiary.event.LogWriter;
import dev.ostiary.organization.DomainName;
import dev.ostiary.organization.Organization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.crypto.SealedColumn;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The connections of an environment's organizations. Every change runs in one transaction: it
/// locks the organization, loads the connection, asks it for the transition, saves the result and
/// appends the event; all of it is committed, or nothing is.
///
/// A connection that is not there, belongs to another organization, or to another environment, is
/// not found, in the same words.
public final class Connections {
  /// Where client secrets are kept.
  public static final List<SealedColumn> SEALED =
      Stream.of("client_secret", VersionStore.DRAFT + "_secret", VersionStore.FORMER + "_secret")
          .map(column ->
              new SealedColumn(
                  "connection", column, "'connection/conn_' || id || '/" + column + "'"))
          .toList();

  private final Database database;
  private final LogWriter writer;
  private final Organizations organizations;
  private final IdSource ids;
  private final ConnectionStore store;
  private final ConnectionSearch searches = new ConnectionSearch();
  private final ConfigResolver resolver;
  private final Drafts drafts;

  public Connections(
      Database database,
      LogWriter writer,
      Organizations organizations,
      IdSource ids,
      Sealer sealer,
      MetadataSource metadata) {
    this.database = database;
    this.writer = writer;
    this.organizations = organizations;
    this.ids = ids;
    this.store = new ConnectionStore(sealer);
    this.resolver = new ConfigResolver(metadata);
    this.drafts = new Drafts(database, writer::now, ids, store, new VersionStore(sealer), resolver);
    organizations.onDelete(this::deleteAll);
  }

  /// Changes by way of a draft.
  public Drafts drafts() {
    return drafts;
  }

  public Connection create(
      EnvironmentId environment, OrganizationId organization, NewConnection wanted, Cause cause) {
    ConnectionId id = new ConnectionId(ids.next());
    return database.transact(tx -> {
      organizations.lock(tx, environment, organization);
      // Read behind the lock, so that within an organization time runs as the sequence does.
      Instant now = writer.now();
      Connection connection = Connection.create(id, environment, organization, wanted, now);
      store.insert(tx, connection);
      writer.append(tx, ConnectionEvents.created(writer.nextId(), connection, now, cause));
      return connection;
    });
  }

  /// Makes the change, reading first what it refers to: a discovery document, metadata,
  /// certificates.
  public Connection configure(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId id,
      ConfigChange change,
      Cause cause) {
    return configure(
        environment, organization, id, resolve(environment, organization, id, change), cause);
  }

  /// Reads what a change refers to, for callers that make it as a part of something larger: this
  /// may wait for a stranger for seconds, so it must be done before that begins.
  public ResolvedChange resolve(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId id,
      ConfigChange change) {
    return resolver.resolve(get(environment, organization, id).config(), change, writer.now());
  }

  /// Makes a change for which everything is at hand.
  public Connection configure(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId id,
      ResolvedChange change,
      Cause cause) {
    long next = ids.next();
    return change(environment, organization, id, cause, (c, now) -> c.configure(change, next, now));
  }

  /// Takes the configuration of a SAML connection from the provider's metadata.
  public Connection importMetadata(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId id,
      String xml,
      Cause cause) {
    get(environment, organization, id);
    ResolvedChange resolved = resolver.resolveMetadata("xml", xml, writer.now());
    return configure(environment, organization, id, resolved, cause);
  }

  public Connection enable(
      EnvironmentId environment, OrganizationId organization, ConnectionId id, Cause cause) {
    return change(environment, organization, id, cause, Connection::enable);
  }

  /// Enables it as it was seen.
  ///
  /// @param seen the revision of its configuration, refused when there is another one by now
  public Connection enable(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId id,
      long seen,
      Cause cause) {
    return change(environment, organization, id, cause, (c, now) -> c.enable(seen, now));
  }

  public Connection disable(
      EnvironmentId environment, OrganizationId organization, ConnectionId id, Cause cause) {
    return change(environment, organization, id, cause, Connection::disable);
  }

  private Connection change(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId id,
      Cause cause,
      BiFunction<Connection, Instant, Change> transition) {
    return database.transact(tx -> {
      Connection before = lock(tx, environment, organization, id);
      Instant now = writer.now();
      Change change = transition.apply(before, now);
      switch (change) {
        case Change.Unchanged _ -> {}
        case Change.Configured(Connection after) -> store.configure(tx, after);
        case Change.Toggled toggled -> {
          store.toggle(tx, toggled.connection());
          writer.append(tx, ConnectionEvents.toggled(writer.nextId(), toggled, now, cause));
        }
      }
      return change.connection();
    });
  }

  /// Reads the provider's document anew and takes over what has changed in it. A connection that
  /// was changed or disabled meanwhile stays as it is.
  void refresh(Connection seen, Cause cause) {
    ResolvedChange resolved = resolver.reread(seen.configuration(), writer.now()).orElse(null);
    if (resolved == null) {
      return;
    }
    long next = ids.next();
    database.run(tx -> {
      Connection before = lock(tx, seen.environment(), seen.organization(), seen.id());
      if (before.enabled()
          && before.configuration().revision() == seen.configuration().revision()
          && before.configure(resolved, next, writer.now())
              instanceof Change.Configured(Connection after)) {
        store.configure(tx, after);
        ObjectNode more = Json.object();
        ArrayNode changed = more.putArray("changed");
        before
            .configuration()
            .differences(after.configuration())
            .forEach(difference -> changed.add(difference.field()));
        tell(tx, after, EventType.SSO_METADATA_CHANGED, more, cause);
      }
    });
  }

  /// Tells, as part of `tx`, of something that a sign-in, or a look at the provider, meant for the
  /// connection.
  ///
  /// @param type one of those that only who names them is sent
  /// @param more members of `data` behind the usual ones
  public void tell(Tx tx, Connection connection, EventType type, ObjectNode more, Cause cause) {
    writer.append(
        tx,
        ConnectionEvents.observed(writer.nextId(), type, connection, more, writer.now(), cause));
  }

  /// Deletes the connection, whatever its state.
  public void delete(
      EnvironmentId environment, OrganizationId organization, ConnectionId id, Cause cause) {
    database.run(tx -> {
      Connection connection = lock(tx, environment, organization, id);
      store.delete(tx, connection);
      writer.append(tx, ConnectionEvents.deleted(writer.nextId(), connection, writer.now(), cause));
    });
  }

  private void deleteAll(Tx tx, Organization organization, Cause cause) {
    for (Connection connection :
        store.deleteAll(tx, organization.environment(), organization.id())) {
      writer.append(tx, ConnectionEvents.deleted(writer.nextId(), connection, writer.now(), cause));
    }
  }

  public Connection get(EnvironmentId environment, OrganizationId organization, ConnectionId id) {
    return find(environment, id)
        .filter(connection -> connection.organization().equals(organization))
        .orElseThrow(() -> notFound(id));
  }

  public Connection get(EnvironmentId environment, ConnectionId id) {
    return find(environment, id).orElseThrow(() -> notFound(id));
  }

  /// Whether whoever signed in through the connection at `time` is still vouched for.
  public Asked<Boolean> vouchesSince(
      Tx tx, EnvironmentId environment, ConnectionId id, Instant time) {
    return find(tx, environment, id)
        .map(found -> found.filter(connection -> connection.vouchesSince(time)).isPresent());
  }

  public Optional<Connection> find(EnvironmentId environment, ConnectionId id) {
    return database.ask(tx -> find(tx, environment, id));
  }

  /// The same for callers that ask for more on the way.
  public Asked<Optional<Connection>> find(Tx tx, EnvironmentId environment, ConnectionId id) {
    return store.findLater(tx, environment, id);
  }

  /// The connections of one organization, newest first.
  ///
  /// @param all false for those only that are enabled, and thereby completed
  public List<Connection> listByOrganization(
      EnvironmentId environment, OrganizationId organization, boolean all) {
    return database.ask(tx -> store.listByOrganization(tx, environment, organization, all));
  }

  /// All connections of several organizations, newest first; an organization that has none is left
  /// out.
  public Map<OrganizationId, List<Connection>> listByOrganizations(
      EnvironmentId environment, Collection<OrganizationId> organizations) {
    long[] numbers = organizations.stream().mapToLong(OrganizationId::number).toArray();
    return database.transact(tx -> store.listByOrganizations(tx, environment, numbers)).stream()
        .collect(Collectors.groupingBy(Connection::organization));
  }

  /// The connections that people with an address of this domain may be led to, newest first: those
  /// of the organization that has it verified, or the one that the domain is assigned to.
  ///
  /// @param all false for those only that are enabled, and thereby completed
  public List<Connection> listByDomain(EnvironmentId environment, DomainName domain, boolean all) {
    return database.ask(tx -> store.listByDomain(tx, environment, domain, all));
  }

  /// The connections of all organizations. The total counts no further than 10 000.
  ///
  /// @param all false for those only that are enabled, and thereby completed
  public Page<Connection> list(EnvironmentId environment, boolean all, Page.Request request) {
    return database.transact(tx -> store.page(tx, environment, all, request));
  }

  /// The connections of all organizations that a search is for. The total counts no further than 10
  /// 000.
  public Page<Connection> search(
      EnvironmentId environment, ConnectionFilter filter, Page.Request request) {
    return database.transact(tx -> {
      List<Connection> found =
          searches.page(tx, environment, filter, request).stream()
              .flatMap(id -> store.find(tx, environment, id).stream())
              .toList();
      return request.page(
          found, connection -> connection.id().number(), searches.count(tx, environment, filter));
    });
  }

  private Connection lock(
      Tx tx, EnvironmentId environment, OrganizationId organization, ConnectionId id) {
    return store.lock(tx, environment, organization, id).orElseThrow(() -> notFound(id));
  }

  private static Problem notFound(ConnectionId id) {
    return Problem.notFound("connection", id);
  }
}
