package dev.ostiary.webhook;

import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.LogWriter;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.SealedColumn;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.outbound.OutboundClient;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// The doors of this package, put together.
public record Webhooks(
    Endpoints endpoints,
    WebhookKeys keys,
    Deliveries deliveries,
    Replays replays,
    TestEvents testEvents,
    BlockedLanes blockedLanes,
    Retention retention,
    Dispatcher dispatcher) {
  /// Where secrets and private keys are kept.
  public static final List<SealedColumn> SEALED =
      List.of(
          new SealedColumn(
              "webhook_secret", "sealed", "'webhook_secret/whe_' || endpoint_id || '/' || version"),
          new SealedColumn(
              "webhook_key", "sealed", "'webhook_key/env_' || environment_id || '/' || version"));

  /// What is needed from the floors below.
  ///
  /// @param executor runs blocking work, one virtual thread per task
  /// @param jitter spreads retries; need not be hard to guess
  /// @param machine the machine id that this node has leased
  public record Tools(
      Database database,
      IdSource ids,
      InstantSource clock,
      Executor executor,
      RandomText random,
      RandomGenerator jitter,
      int machine) {}

  public static Webhooks assemble(
      Tools tools, EventLog log, LogTail tail, Sealer sealer, OutboundClient client) {
    WebhookKeyStore keyStore = new WebhookKeyStore(sealer);
    EndpointStore endpointStore = new EndpointStore(sealer, keyStore);
    DeliveryStore deliveryStore = new DeliveryStore();
    Announcements announcements = new Announcements(new LogWriter(log, tools.ids(), tools.clock()));
    WebhookKeys keys = new WebhookKeys(tools.database(), keyStore, tools.clock(), tools.random());
    Endpoints endpoints = new Endpoints(tools, endpointStore, keys, log, announcements);
    Workplace work =
        new Workplace(
            log,
            tail,
            new Sender(client, tools.clock(), tools.jitter()),
            new Recorder(tools.database(), deliveryStore, announcements, tools.machine()),
            new EventRoom(),
            new RequestRoom(),
            endpoints::retire,
            tools.clock(),
            tools.executor());
    Dispatcher dispatcher =
        new Dispatcher(
            tools.database(),
            endpointStore,
            new OwnershipStore(),
            deliveryStore,
            work,
            tools.machine());
    endpoints.onChange(dispatcher::changed);
    keys.onChange(dispatcher::changed);
    ReplayStore replayStore = new ReplayStore();
    Replayer replayer =
        new Replayer(
            tools.database(), replayStore, endpointStore, deliveryStore, work, tools.machine());
    Retention retention = new Retention(tools);
    dispatcher.afterRound(() -> {
      replayer.round();
      retention.round();
    });
    Deliveries deliveries = new Deliveries(tools.database());
    Replays replays = new Replays(tools, replayStore, deliveries);
    return new Webhooks(
        endpoints,
        keys,
        deliveries,
        replays,
        new TestEvents(tools, endpointStore, log),
        new BlockedLanes(tools.database()),
        retention,
        dispatcher);
  }
}
