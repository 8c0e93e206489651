package dev.ostiary.organization;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.platform.id.PortalLinkId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The portal links that operators hand out, until they are revoked or end.
public final class SharedLinks {
  /// So long may it lie in somebody's inbox (wire contract, section 4.6).
  public static final Duration LIFETIME = Duration.ofDays(7);

  /// Tells these links from those that the app makes.
  public static final String SUFFIX = "_p";

  private final Database database;
  private final PortalSessions sessions;
  private final IdSource ids;
  private final RandomText random;
  private final InstantSource clock;
  private final SharedLinkStore store = new SharedLinkStore();

  public SharedLinks(
      Database database,
      PortalSessions sessions,
      IdSource ids,
      RandomText random,
      InstantSource clock) {
    this.database = database;
    this.sessions = sessions;
    this.ids = ids;
    this.random = random;
    this.clock = clock;
  }

  /// A new link and its token, which is shown this once.
  public record Created(SharedLink link, Secret token) {}

  public Created create(EnvironmentId environment, OrganizationId organization) {
    Secret token = new Secret(random.token().reveal() + SUFFIX);
    SharedLink link =
        new SharedLink(
            new PortalLinkId(ids.next()),
            environment,
            organization,
            clock.instant().plus(LIFETIME));
    database.run(tx -> store.insert(tx, link, Digests.ofToken(token)));
    return new Created(link, token);
  }

  /// Those that still open something, newest first.
  public List<SharedLink> list(EnvironmentId environment, OrganizationId organization) {
    Instant now = clock.instant();
    return database.transact(tx -> store.list(tx, environment, organization, now));
  }

  /// Whom a token lets in.
  public Optional<SharedLink> find(EnvironmentId environment, Secret token) {
    Instant now = clock.instant();
    return database.transact(tx -> store.find(tx, environment, Digests.ofToken(token), now));
  }

  /// Takes a link back, and everybody who came by it out of the portal.
  public void revoke(EnvironmentId environment, OrganizationId organization, PortalLinkId id) {
    database.run(tx -> {
      if (store.delete(tx, environment, organization, id) == 0) {
        throw Problem.notFound("portal link", id);
      }
      sessions.close(tx, environment, id.toString());
    });
  }
}
