package dev.ostiary.organization;

import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.ApiTokenId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdKind;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The API tokens of an environment's organizations. One that has expired is as good as deleted.
public final class ApiTokens {
  private static final int SUFFIX_LENGTH = 4;

  private final Database database;
  private final Organizations organizations;
  private final IdSource ids;
  private final InstantSource clock;
  private final RandomText random;
  private final ApiTokenStore store = new ApiTokenStore();

  public ApiTokens(
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
  }

  public CreatedToken create(
      EnvironmentId environment, OrganizationId organization, NewToken wanted) {
    Instant expireTime = wanted.expireTime();
    if (expireTime != null && !clock.instant().isBefore(expireTime)) {
      throw Problem.invalid("expiry", "found " + expireTime + ", expected a time to come");
    }
    // The prefix tells people and secret scanners what they have in their hands.
    Secret key = new Secret(IdKind.API_TOKEN.prefix() + random.token().reveal());
    String text = key.reveal();
    ApiToken token =
        new ApiToken(
            new ApiTokenId(ids.next()),
            environment,
            organization,
            wanted.userId(),
            wanted.claims(),
            wanted.description(),
            text.substring(text.length() - SUFFIX_LENGTH),
            expireTime);
    database.run(tx -> {
      organizations.lock(tx, environment, organization);
      store.deleteExpired(tx, environment, organization, clock.instant());
      store.insert(tx, token, Digests.ofToken(key));
    });
    return new CreatedToken(token, key);
  }

  /// The token that is meant by its key or by its id.
  public ApiToken get(EnvironmentId environment, String keyOrId) {
    return database.transact(tx -> find(tx, environment, keyOrId));
  }

  /// Whose key it is, for an app that has been called with it; an id is no proof.
  public ApiToken validate(EnvironmentId environment, String key) {
    if (key.isEmpty()) {
      throw notFound();
    }
    return database
        .transact(
            tx -> store.find(tx, environment, Digests.ofToken(new Secret(key)), clock.instant()))
        .orElseThrow(ApiTokens::notFound);
  }

  /// A page of an organization's tokens, newest first. The total counts no further than 10 000.
  ///
  /// @param userId only those of this user; null for all
  public Page<ApiToken> list(
      EnvironmentId environment,
      OrganizationId organization,
      @Nullable String userId,
      Page.Request request) {
    organizations.get(environment, organization);
    Instant now = clock.instant();
    return database.transact(tx -> store.page(tx, environment, organization, userId, request, now));
  }

  /// Changes what is said of a token; null leaves it as it is.
  public ApiToken update(
      EnvironmentId environment,
      String keyOrId,
      @Nullable Map<String, String> claims,
      @Nullable String description) {
    return database.transact(tx -> {
      ApiToken updated = find(tx, environment, keyOrId).with(claims, description);
      store.update(tx, updated);
      return updated;
    });
  }

  /// Makes the token worthless at once. One that is unknown is so already.
  public void invalidate(EnvironmentId environment, String keyOrId) {
    database.run(tx -> {
      try {
        store.delete(tx, find(tx, environment, keyOrId));
      } catch (Problem gone) {
        if (gone.kind() != Problem.Kind.NOT_FOUND) {
          throw gone;
        }
      }
    });
  }

  private ApiToken find(Tx tx, EnvironmentId environment, String keyOrId) {
    if (keyOrId.isEmpty()) {
      throw notFound();
    }
    Instant now = clock.instant();
    return store
        .find(tx, environment, Digests.ofToken(new Secret(keyOrId)), now)
        .or(() -> id(keyOrId).flatMap(id -> store.find(tx, environment, id, now)))
        .orElseThrow(ApiTokens::notFound);
  }

  private static Optional<ApiTokenId> id(String text) {
    try {
      return Optional.of(ApiTokenId.parse("token", text));
    } catch (Problem notAnId) {
      return Optional.empty();
    }
  }

  private static Problem notFound() {
    return new Problem(Problem.Kind.NOT_FOUND, "token not found, expired or invalidated");
  }
}
