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

/// The links that open the portals of organizations (wire contract, section 4.6). A link is opened
/// once and soon; whoever opens it has a session from then on, whatever becomes of the link.
public final class PortalLinks {
  /// The app sends its user there at once.
  public static final Duration LINK_LIFE = Duration.ofMinutes(1);

  /// How long whoever opened a link may work in the portal.
  public static final Duration SESSION_LIFE = Duration.ofHours(6);

  /// The features that a portal has pages for.
  private static final List<String> PORTAL_FEATURES = List.of("sso", "dir_sync");

  private final Database database;
  private final Organizations organizations;
  private final IdSource ids;
  private final InstantSource clock;
  private final RandomText random;
  private final PortalLinkStore store = new PortalLinkStore();

  public PortalLinks(
      Database database,
      Organizations organizations,
      IdSource ids,
      InstantSource clock,
      RandomText random) {
    this.database = database;
    this.organizations = organizations;
    this.ids = ids;
    this.clock = clock;
    this.random = random;
    organizations.onDelete((tx, organization, cause) ->
        store.deleteAll(tx, organization.environment(), organization.id()));
  }

  /// Makes a link that is good for a minute. Links that have not been opened go: whoever asks for
  /// another one has lost it.
  ///
  /// @param features what the portal is to be used for; all that the organization has when empty
  public CreatedLink create(
      EnvironmentId environment, OrganizationId organization, List<String> features) {
    Secret token = random.token();
    return database.transact(tx -> {
      Organization owner = organizations.lock(tx, environment, organization);
      PortalLink link =
          new PortalLink(
              new PortalLinkId(ids.next()),
              environment,
              organization,
              granted(owner, features),
              clock.instant().plus(LINK_LIFE));
      store.deleteAll(tx, environment, organization);
      store.insert(tx, link, Digests.ofToken(token));
      return new CreatedLink(link, token);
    });
  }

  private static List<String> granted(Organization organization, List<String> wanted) {
    List<String> enabled =
        organization.features().stream()
            .filter(Feature::enabled)
            .map(Feature::name)
            .filter(PORTAL_FEATURES::contains)
            .toList();
    for (String feature : wanted) {
      if (!enabled.contains(feature)) {
        throw Problem.invalid(
            "features",
            feature + " is not enabled for " + organization.id() + "; enable it in its settings");
      }
    }
    if (enabled.isEmpty()) {
      throw Problem.invalid(
          "features", organization.id() + " has neither sso nor dir_sync enabled");
    }
    return wanted.isEmpty() ? enabled : wanted.stream().distinct().toList();
  }

  /// The links of an organization that can still be opened, newest first.
  public List<PortalLink> list(EnvironmentId environment, OrganizationId organization) {
    return database.transact(tx -> store.valid(tx, environment, organization, clock.instant()));
  }

  public void delete(EnvironmentId environment, OrganizationId organization, PortalLinkId id) {
    if (database.transact(tx -> store.delete(tx, environment, organization, id, clock.instant()))
        == 0) {
      throw Problem.notFound("portal link", id);
    }
  }

  /// Takes back all links of an organization, if there are any.
  public void deleteAll(EnvironmentId environment, OrganizationId organization) {
    database.run(tx -> store.deleteAll(tx, environment, organization));
  }

  /// The link that a token opens, without opening it: what fetches a page ahead must not use it up.
  public Optional<PortalLink> find(EnvironmentId environment, Secret token, Instant now) {
    return database.transact(tx -> store.find(tx, environment, Digests.ofToken(token), now));
  }

  /// Opens the link, once: empty when the token is unknown, of another environment, used, taken
  /// back or late.
  public Optional<PortalLink> redeem(EnvironmentId environment, Secret token, Instant now) {
    return database.transact(tx -> store.redeem(tx, environment, Digests.ofToken(token), now));
  }
}
