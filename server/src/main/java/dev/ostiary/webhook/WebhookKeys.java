package dev.ostiary.webhook;

import dev.ostiary.platform.crypto.Ed25519Key;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// The key pairs that sign webhooks, one per environment and two while a rotation overlaps.
public final class WebhookKeys {
  private final Database database;
  private final WebhookKeyStore store;
  private final InstantSource clock;
  private final RandomText random;
  private Consumer<EndpointId> onChange = id -> {};

  WebhookKeys(Database database, WebhookKeyStore store, InstantSource clock, RandomText random) {
    this.database = database;
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /// Tells `action` of every endpoint that a new key signs for; it must be quick and must not
  /// throw.
  void onChange(Consumer<EndpointId> action) {
    onChange = action;
  }

  /// The keys that sign now, the newest first; the environment's first key is made when there is
  /// none.
  public List<WebhookKey> signing(EnvironmentId environment) {
    return database.transact(tx -> signing(tx, environment));
  }

  List<WebhookKey> signing(Tx tx, EnvironmentId environment) {
    Instant now = clock.instant();
    List<WebhookKey> keys = store.signing(tx, environment, now);
    if (keys.isEmpty()) {
      store.addFirst(tx, environment, Ed25519Key.generate(random));
      return store.signing(tx, environment, now);
    }
    return keys;
  }

  /// Makes a new key; those there are sign beside it for `overlap`, so that receivers can learn to
  /// trust it in between.
  public List<WebhookKey> rotate(EnvironmentId environment, Duration overlap) {
    Overlap.check(overlap);
    signing(environment); // so that there is one to replace
    Ed25519Key fresh = Ed25519Key.generate(random);
    return database.transact(tx -> {
      Instant now = clock.instant();
      List<EndpointId> endpoints = store.replace(tx, environment, fresh, now.plus(overlap));
      tx.afterCommit(() -> endpoints.forEach(onChange));
      return store.signing(tx, environment, now);
    });
  }
}
