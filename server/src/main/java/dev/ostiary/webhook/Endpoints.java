package dev.ostiary.webhook;

import dev.ostiary.event.EventLog;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EndpointId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The webhook endpoints of an environment: their life cycle and their secrets.
public final class Endpoints {
  private final Database database;
  private final EndpointStore store;
  private final WebhookKeys keys;
  private final EventLog log;
  private final Announcements announcements;
  private final IdSource ids;
  private final InstantSource clock;
  private final RandomText random;
  private Consumer<EndpointId> onChange = id -> {};

  Endpoints(
      Webhooks.Tools tools,
      EndpointStore store,
      WebhookKeys keys,
      EventLog log,
      Announcements announcements) {
    this.database = tools.database();
    this.store = store;
    this.keys = keys;
    this.log = log;
    this.announcements = announcements;
    this.ids = tools.ids();
    this.clock = tools.clock();
    this.random = tools.random();
  }

  /// A new endpoint and the secret that signs for it.
  public record Created(Endpoint endpoint, WebhookSecret secret) {}

  /// Where a disabled endpoint goes on.
  public enum ResumePoint {
    /// With everything that happened while it was disabled.
    CURSOR,
    /// With what happens from now on; what was waiting is passed over.
    END
  }

  /// Tells `action` of every endpoint that was changed; it must be quick and must not throw.
  void onChange(Consumer<EndpointId> action) {
    onChange = action;
  }

  /// Creates an endpoint that gets whatever happens from now on.
  public Created create(EnvironmentId environment, EndpointSettings settings, boolean enabled) {
    WebhookSecret secret = WebhookSecret.generate(random);
    Endpoint endpoint =
        new Endpoint(
            environment,
            new EndpointId(ids.next()),
            settings,
            enabled ? null : DisabledReason.REQUESTED,
            clock.instant());
    change(
        endpoint.id(),
        tx -> {
          store.insert(tx, endpoint, log.end(tx));
          prepareKey(tx, endpoint);
          store.addSecret(tx, endpoint, secret, null);
          return endpoint;
        });
    return new Created(endpoint, secret);
  }

  public Endpoint get(EnvironmentId environment, EndpointId id) {
    return database.transact(tx -> store.find(tx, environment, id)).orElseThrow(() -> unknown(id));
  }

  public Page<Endpoint> list(EnvironmentId environment, Page.Request page) {
    return database.transact(tx -> store.list(tx, environment, page));
  }

  /// Changes the settings and, when `enabled` is given, the switch with them. Deliveries that are
  /// under way end with the old settings; the next begin when they have.
  ///
  /// @param enabled true goes on from the cursor; null leaves it as it is
  public Endpoint update(
      EnvironmentId environment,
      EndpointId id,
      UnaryOperator<EndpointSettings> update,
      @Nullable Boolean enabled) {
    return change(
        id,
        tx -> {
          Endpoint before = lock(tx, environment, id);
          Endpoint after = before.with(update.apply(before.settings()), clock.instant());
          prepareKey(tx, after);
          if (enabled == null || enabled == before.enabled()) {
            return save(tx, after);
          }
          return enabled
              ? enable(tx, after, ResumePoint.CURSOR)
              : disable(tx, after, DisabledReason.REQUESTED);
        });
  }

  /// Whoever asks for asymmetric signatures gets them from the first delivery on.
  private void prepareKey(Tx tx, Endpoint endpoint) {
    if (endpoint.settings().asymmetricSignatures()) {
      keys.signing(tx, endpoint.environment());
    }
  }

  /// Deletes an endpoint with its secrets, cursor and parked lanes; its attempts stay.
  public void delete(EnvironmentId environment, EndpointId id) {
    change(
        id,
        tx -> {
          if (!store.delete(tx, environment, id)) {
            throw unknown(id);
          }
          return true;
        });
  }

  /// Lets an endpoint be served; does nothing when it is enabled.
  public Endpoint enable(EnvironmentId environment, EndpointId id, ResumePoint from) {
    return change(
        id,
        tx -> {
          Endpoint before = lock(tx, environment, id);
          return before.enabled() ? before : enable(tx, before, from);
        });
  }

  private Endpoint enable(Tx tx, Endpoint before, ResumePoint from) {
    store.resume(tx, before.environment(), before.id());
    if (from == ResumePoint.END) {
      store.jump(tx, before.environment(), before.id(), log.end(tx));
    }
    return save(tx, before.enabledAt(clock.instant()));
  }

  /// Lets an endpoint rest; its cursor stands still. Does nothing when it is disabled.
  public Endpoint disable(EnvironmentId environment, EndpointId id) {
    return change(id, tx -> disable(tx, lock(tx, environment, id), DisabledReason.REQUESTED));
  }

  /// Disables an endpoint for a reason that its deliveries have found, unless somebody has changed
  /// it since they began.
  void retire(Destination destination, DisabledReason reason) {
    Endpoint endpoint = destination.endpoint();
    change(
        endpoint.id(),
        tx ->
            store
                .lockUnchanged(tx, destination)
                .filter(Endpoint::enabled)
                .map(unchanged -> {
                  announcements.disabled(tx, unchanged, reason);
                  return disable(tx, unchanged, reason);
                })
                .orElse(endpoint));
  }

  private Endpoint disable(Tx tx, Endpoint before, DisabledReason reason) {
    return before.enabled() ? save(tx, before.disabled(reason, clock.instant())) : before;
  }

  /// The secrets that sign now, the newest first.
  public List<WebhookSecret> secrets(EnvironmentId environment, EndpointId id) {
    return database.transact(tx -> secrets(tx, environment, id));
  }

  /// The same for somebody to look at, of which the audit log tells.
  public List<WebhookSecret> reveal(EnvironmentId environment, EndpointId id) {
    return database.transact(tx -> {
      store.reveal(tx, environment, id, clock.instant());
      return secrets(tx, environment, id);
    });
  }

  private List<WebhookSecret> secrets(Tx tx, EnvironmentId environment, EndpointId id) {
    EndpointStore.require(tx, environment, id);
    return store.secrets(tx, environment, id, clock.instant());
  }

  /// Makes a new secret; those there are sign beside it for `overlap`, so that the receiver can be
  /// changed over in between.
  public List<WebhookSecret> rotateSecret(
      EnvironmentId environment, EndpointId id, Duration overlap) {
    Overlap.check(overlap);
    return change(
        id,
        tx -> {
          Instant now = clock.instant();
          Endpoint endpoint = save(tx, lock(tx, environment, id).touched(now));
          store.addSecret(tx, endpoint, WebhookSecret.generate(random), now.plus(overlap));
          return store.secrets(tx, environment, id, now);
        });
  }

  private Endpoint save(Tx tx, Endpoint endpoint) {
    store.update(tx, endpoint);
    return endpoint;
  }

  private Endpoint lock(Tx tx, EnvironmentId environment, EndpointId id) {
    return store.lock(tx, environment, id).orElseThrow(() -> unknown(id));
  }

  private <T> T change(EndpointId id, Function<Tx, T> work) {
    return database.transact(tx -> {
      T result = work.apply(tx);
      tx.afterCommit(() -> onChange.accept(id));
      return result;
    });
  }

  private static Problem unknown(EndpointId id) {
    return Problem.notFound("webhook endpoint", id);
  }
}
