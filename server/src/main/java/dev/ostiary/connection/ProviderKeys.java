package dev.ostiary.connection;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.outbound.DocumentFetcher;
import dev.ostiary.protocol.oidc.IdTokenVerdict;
import dev.ostiary.protocol.oidc.IdTokenVerdict.Rejected;
import dev.ostiary.protocol.oidc.JwkSet;
import dev.ostiary.protocol.oidc.Rejection;
import dev.ostiary.protocol.oidc.Rejection.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The public keys of the OpenID providers, remembered per connection. They are read again when
/// they are old and, at most once a minute, when a token does not fit them: the provider may have
/// changed its keys. While they cannot be read, old ones serve for a day.
public final class ProviderKeys {
  static final Duration FRESH = Duration.ofHours(1);
  static final Duration STALE = Duration.ofHours(24);

  /// Key ids come from whoever presents a token; they must not become one request each.
  static final Duration PAUSE_BETWEEN_READINGS = Duration.ofMinutes(1);

  /// Connections beyond that read their keys anew at each login.
  private static final int MAX_REMEMBERED = 10_000;

  private final DocumentFetcher fetcher;
  private final InstantSource clock;
  private final SequencedMap<Place, Shelf> shelves = new LinkedHashMap<>();

  /// Another URL is another set of keys: nothing of the old one may be believed.
  private record Place(ConnectionId connection, String jwksUri) {}

  /// The keys of one place; whoever reads them holds its lock, so that nobody reads them twice.
  private static final class Shelf {
    @Nullable JwkSet keys;
    Instant read = Instant.EPOCH;
    Instant tried = Instant.EPOCH;
    String fault = "";
  }

  public ProviderKeys(DocumentFetcher fetcher, InstantSource clock) {
    this.fetcher = fetcher;
    this.clock = clock;
  }

  /// Judges an ID token by the connection's keys.
  ///
  /// @param judge looks at the token with a set of keys, and may be asked twice
  public IdTokenVerdict judge(
      ConnectionId connection, String jwksUri, Function<JwkSet, IdTokenVerdict> judge) {
    Place place = new Place(connection, jwksUri);
    JwkSet known = keys(place);
    if (known == null) {
      return new Rejected(unavailable(place));
    }
    IdTokenVerdict verdict = judge.apply(known);
    if (!(verdict instanceof Rejected(Rejection reason)) || !reason.mayBeCuredByNewKeys()) {
      return verdict;
    }
    JwkSet newer = newerThan(known, place);
    return newer == null ? verdict : judge.apply(newer);
  }

  /// The keys as far as they are known; null when they cannot be had.
  public @Nullable JwkSet find(ConnectionId connection, String jwksUri) {
    return keys(new Place(connection, jwksUri));
  }

  /// Other keys than the known ones, when a message does not fit those; null when the provider has
  /// none.
  public @Nullable JwkSet findNewer(ConnectionId connection, String jwksUri, JwkSet known) {
    return newerThan(known, new Place(connection, jwksUri));
  }

  private @Nullable JwkSet keys(Place place) {
    Shelf shelf = shelf(place);
    synchronized (shelf) {
      Instant now = clock.instant();
      if (shelf.keys == null || !now.isBefore(shelf.read.plus(FRESH))) {
        read(place, shelf, now);
      }
      return now.isBefore(shelf.read.plus(STALE)) ? shelf.keys : null;
    }
  }

  /// Other keys than the known ones, read after them; null when there are none.
  private @Nullable JwkSet newerThan(JwkSet known, Place place) {
    Shelf shelf = shelf(place);
    synchronized (shelf) {
      if (known.equals(shelf.keys)) {
        read(place, shelf, clock.instant());
      }
      return known.equals(shelf.keys) ? null : shelf.keys;
    }
  }

  private void read(Place place, Shelf shelf, Instant now) {
    if (now.isBefore(shelf.tried.plus(PAUSE_BETWEEN_READINGS))) {
      return;
    }
    shelf.tried = now;
    try {
      String document =
          fetcher.fetch(
              OidcConfig.JWKS_URI, place.jwksUri(), "application/jwk-set+json, application/json");
      shelf.keys = JwkSet.parse(document);
      shelf.read = now;
    } catch (Problem fault) {
      shelf.fault = fault.getMessage();
    }
  }

  private Rejection unavailable(Place place) {
    Shelf shelf = shelf(place);
    synchronized (shelf) {
      return new Rejection(
          Rule.KEYS_UNAVAILABLE,
          "the provider's keys cannot be read: " + shelf.fault,
          "check the JWKS URL of the connection, and that the provider answers there");
    }
  }

  private synchronized Shelf shelf(Place place) {
    Shelf shelf = shelves.get(place);
    if (shelf == null) {
      shelf = new Shelf();
    }
    shelves.putLast(place, shelf);
    if (shelves.size() > MAX_REMEMBERED) {
      shelves.pollFirstEntry();
    }
    return shelf;
  }
}
