package dev.ostiary.connection;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Changes of configurations that people work out on pages: while a connection is in use, first as
/// a draft that only its tests go by. None of this is an event: the contract has none for a change
/// of configuration; the audit log has it all.
public final class Drafts {
  private final Database database;
  private final InstantSource clock;
  private final IdSource revisions;
  private final ConnectionStore store;
  private final VersionStore versions;
  private final ConfigResolver resolver;

  Drafts(
      Database database,
      InstantSource clock,
      IdSource revisions,
      ConnectionStore store,
      VersionStore versions,
      ConfigResolver resolver) {
    this.database = database;
    this.clock = clock;
    this.revisions = revisions;
    this.store = store;
    this.versions = versions;
    this.resolver = resolver;
  }

  public Versions get(EnvironmentId environment, OrganizationId organization, ConnectionId id) {
    return database
        .transact(tx -> find(tx, environment, id))
        .filter(found -> found.live().organization().equals(organization))
        .orElseThrow(() -> Problem.notFound("connection", id));
  }

  /// The connection in one of its configurations: the one in use, or the draft.
  public Optional<Connection> at(EnvironmentId environment, ConnectionId id, long revision) {
    return database.transact(tx -> find(tx, environment, id)).flatMap(found -> found.at(revision));
  }

  /// Makes a change: of the draft where the connection is in use, else of the connection itself.
  ///
  /// @param seen the revision that whoever asks had before his eyes
  public Versions propose(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId id,
      long seen,
      ConfigChange change) {
    ResolvedChange resolved = resolve(environment, organization, id, change);
    return propose(environment, organization, id, seen, List.of(resolved));
  }

  /// The same with what the provider's metadata say.
  public Versions proposeMetadata(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId id,
      long seen,
      String xml) {
    get(environment, organization, id);
    return propose(environment, organization, id, seen, List.of(resolveMetadata(xml)));
  }

  /// Makes a change and then takes in what the provider's metadata say: both, or neither.
  public Versions proposeWithMetadata(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId id,
      long seen,
      ConfigChange change,
      String xml) {
    ResolvedChange byHand = resolve(environment, organization, id, change);
    return propose(environment, organization, id, seen, List.of(byHand, resolveMetadata(xml)));
  }

  private ResolvedChange resolve(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId id,
      ConfigChange change) {
    ConnectionConfig present = get(environment, organization, id).edited().config();
    return resolver.resolve(present, change, clock.instant());
  }

  private ResolvedChange resolveMetadata(String xml) {
    return resolver.resolveMetadata("metadata", xml, clock.instant());
  }

  private Versions propose(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId id,
      long seen,
      List<ResolvedChange> changes) {
    return change(
        environment,
        organization,
        id,
        (found, now) -> {
          Versions made = found;
          long last = seen;
          for (ResolvedChange change : changes) {
            made = made.propose(change, last, revisions.next(), now);
            last = made.edited().configuration().revision();
          }
          return made;
        });
  }

  /// Puts the draft to use.
  ///
  /// @param seen its revision
  public Versions adopt(
      EnvironmentId environment, OrganizationId organization, ConnectionId id, long seen) {
    return change(environment, organization, id, (found, now) -> found.adopt(seen, now));
  }

  /// Goes back to the former configuration.
  ///
  /// @param seen its revision
  public Versions rollBack(
      EnvironmentId environment, OrganizationId organization, ConnectionId id, long seen) {
    return change(environment, organization, id, (found, now) -> found.rollBack(seen, now));
  }

  /// Throws the draft away, if there is one.
  public Versions discard(EnvironmentId environment, OrganizationId organization, ConnectionId id) {
    return change(environment, organization, id, (found, now) -> found.discard());
  }

  private Versions change(
      EnvironmentId environment,
      OrganizationId organization,
      ConnectionId id,
      BiFunction<Versions, Instant, Versions> transition) {
    return database.transact(tx -> {
      Connection live =
          store
              .lock(tx, environment, organization, id)
              .orElseThrow(() -> Problem.notFound("connection", id));
      Versions before = versions.load(tx, live);
      Versions after = transition.apply(before, clock.instant());
      if (!after.live().equals(before.live())) {
        store.configure(tx, after.live());
      }
      if (!after.equals(before)) {
        versions.save(tx, after);
      }
      return after;
    });
  }

  private Optional<Versions> find(Tx tx, EnvironmentId environment, ConnectionId id) {
    return store.find(tx, environment, id).map(live -> versions.load(tx, live));
  }
}
