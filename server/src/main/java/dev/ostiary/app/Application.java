package dev.ostiary.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Server;
import dev.ostiary.api.Api;
import dev.ostiary.api.EventApi;
import dev.ostiary.api.IdempotencyKeys;
import dev.ostiary.api.WebhookKeysEndpoint;
import dev.ostiary.api.docs.OpenApi;
import dev.ostiary.api.docs.OpenApiEndpoint;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.config.Config;
import dev.ostiary.app.config.DataFolder;
import dev.ostiary.app.config.NodeFile;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.ProviderCalls;
import dev.ostiary.connection.ProviderDocuments;
import dev.ostiary.connection.ProviderKeys;
import dev.ostiary.connection.ProviderWatch;
import dev.ostiary.environment.Clients;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.environment.LoginLink;
import dev.ostiary.environment.Staff;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogReader;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.LogWriter;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.login.Logins;
import dev.ostiary.login.SpKeys;
import dev.ostiary.organization.Customers;
import dev.ostiary.organization.DomainWatch;
import dev.ostiary.organization.Organizations;
import dev.ostiary.organization.PortalSessions;
import dev.ostiary.organization.SharedLinks;
import dev.ostiary.organization.TxtLookup;
import dev.ostiary.platform.crypto.MasterKeyRegister;
import dev.ostiary.platform.crypto.MasterKeys;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Bell;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.DatabaseConfig;
import dev.ostiary.platform.database.Migrations;
import dev.ostiary.platform.database.NodeLease;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.outbound.DocumentFetcher;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.platform.postgres.EmbeddedPostgres;
import dev.ostiary.token.BackChannel;
import dev.ostiary.token.HandOverTokens;
import dev.ostiary.token.SigningKeys;
import dev.ostiary.web.Pages;
import dev.ostiary.web.dashboard.Dashboard;
import dev.ostiary.web.portal.FrameOrigins;
import dev.ostiary.web.portal.Portal;
import dev.ostiary.webhook.DeliveryGauges;
import dev.ostiary.webhook.Webhooks;
import io.grpc.BindableService;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole server, put together from the ground floor up: the map of what depends on what. It is
/// taken down in the opposite order.
public final class Application implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final URI url;
  private final FirstStart firstStart;
  private final Playground playground;
  private final Environments environments;
  private final Staff staff;

  /// Starts everything; what had started is stopped again when something cannot.
  ///
  /// @param progress is told of steps that take long
  /// @param onLost is called when this node may not go on, because another has taken its place
  static Application start(Config config, Consumer<String> progress, Consumer<String> onLost) {
    return new Application(config, InstantSource.system(), progress, onLost);
  }

  private Application(
      Config config, InstantSource clock, Consumer<String> progress, Consumer<String> onLost) {
    try {
      SecureRandom random = new SecureRandom();
      RandomText randomText = new RandomText(random);
      DataFolder folder = DataFolder.at(config.dataFolder());
      MasterKeys masterKeys = config.masterKeys(folder, random);
      Sealer sealer = new Sealer(masterKeys, random);

      Database database = open(config, folder, randomText, progress);
      int migrated = Migrations.apply(database);
      if (migrated > 0) {
        progress.accept("database schema: " + migrated + " steps applied");
      }
      NodeLease lease = lease(database, clock, folder);
      running.push(lease::release);
      database.run(tx -> MasterKeyRegister.enter(tx, masterKeys, lease.machine(), clock.instant()));
      Chores chores = new Chores();
      running.push(chores);
      chores.every(NodeLease.RENEWAL, "renew the lease", () -> renew(lease, onLost));
      ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
      running.push(executor::shutdownNow);
      IdSource ids = new IdSource(clock, lease.machine());
      OutboundClient outbound = Outbound.client(config, clock);
      running.push(outbound);

      LogTail tail = new LogTail(database);
      EventLog log = new EventLog(database, tail);
      LogWriter events = new LogWriter(log, ids, clock);
      environments = new Environments(database, ids);
      Clients clients = Clients.assemble(database, ids, clock, randomText);
      SigningKeys keys = new SigningKeys(database, ids, clock, sealer, random);
      Customers customers =
          Customers.assemble(
              new Customers.Tools(database, events, ids, clock, randomText, TxtLookup.system()));
      Organizations organizations = customers.organizations();
      Connections connections =
          new Connections(
              database,
              events,
              organizations,
              ids,
              sealer,
              new ProviderDocuments(new DocumentFetcher(outbound), clock));
      BackChannel backChannel =
          BackChannel.assemble(
              new BackChannel.Tools(database, ids, clock, randomText, sealer, keys),
              environments,
              clients,
              connections::vouchesSince);
      chores.every(BackChannel.SWEEP_PAUSE, "sweep sessions", backChannel.sweep());
      PortalSessions portalSessions = new PortalSessions(database, randomText, clock);
      SharedLinks links = new SharedLinks(database, portalSessions, ids, randomText, clock);
      staff = Staff.assemble(database, ids, clock, sealer, randomText);
      Webhooks webhooks =
          Webhooks.assemble(
              new Webhooks.Tools(
                  database, ids, clock, executor, randomText, new Random(), lease.machine()),
              log,
              tail,
              sealer,
              outbound);
      webhooks.retention().keep(config.retention());
      webhooks.dispatcher().start();
      running.push(webhooks.dispatcher()::stop);
      Bell bell = Bell.hang(database, lease.machine(), executor, webhooks.dispatcher()::wake);
      running.push(bell);
      log.onAppend(bell::ring);

      LogReader reader = new LogReader(database, tail, executor);
      EventApi eventApi =
          EventApi.assemble(
              new EventApi.Rooms(database, environments, customers, connections),
              log,
              reader,
              backChannel.tokens());
      chores.every(
          ProviderWatch.ROUND,
          "look after identity providers",
          new ProviderWatch(database, connections, clock));
      chores.every(
          DomainWatch.ROUND,
          "look for the records of domains",
          new DomainWatch(database, customers.domains(), clock));
      Logins logins =
          Logins.assemble(
              new Logins.Tools(database, ids, clock, randomText, sealer, config.simulator()),
              new Logins.Parties(environments, clients.apps(), customers, connections),
              new Logins.Providers(
                  new ProviderCalls(outbound),
                  new ProviderKeys(new DocumentFetcher(outbound), clock),
                  new SpKeys(database, sealer, clock, random)),
              new Logins.Tokens(
                  backChannel.sessions(),
                  backChannel.codes(),
                  new HandOverTokens(keys, clock),
                  backChannel.hints()));
      chores.every(
          LoginRecords.TIDY_PAUSE, "delete old sign-in records", logins.records()::deleteOld);

      Metrics metrics =
          Metrics.of(tail, new DeliveryGauges(database, clock), webhooks.dispatcher());
      running.push(metrics);
      ManagementPort.open(config, metrics.registry(), database, executor).ifPresent(running::push);
      List<BindableService> services =
          new ArrayList<>(
              Api.services(
                  environments,
                  clients,
                  customers,
                  connections,
                  logins.records(),
                  webhooks,
                  outbound));
      services.addAll(eventApi.services());
      ObjectNode reference = OpenApi.of(config.url(), services);
      playground = new Playground(clients.apps(), customers, connections);
      firstStart = new FirstStart(database, environments, clients.apps(), keys, playground, folder);
      List<HttpServiceWithRoutes> endpoints = new ArrayList<>(backChannel.endpoints());
      endpoints.addAll(logins.endpoints());
      endpoints.add(eventApi.stream());
      endpoints.add(new OpenApiEndpoint(reference));
      endpoints.add(new WebhookKeysEndpoint(environments, webhooks.keys()));
      endpoints.addAll(
          Pages.assemble(
              environments,
              clock,
              new Dashboard.Ground(
                  environments,
                  staff,
                  clients.apps(),
                  customers,
                  links,
                  connections,
                  logins.records(),
                  log,
                  reader,
                  webhooks,
                  outbound),
              new Portal.Ground(
                  environments,
                  portalSessions,
                  links,
                  customers,
                  connections,
                  logins.records(),
                  new FrameOrigins(clients.apps())),
              reference));
      Server server =
          HttpPort.open(
              config,
              () -> "req_" + ids.next(),
              metrics.registry(),
              new Api(
                  new Api.Gate(
                      backChannel.tokens(),
                      database,
                      new IdempotencyKeys(sealer, clock),
                      config.rateLimit(),
                      clock),
                  services),
              endpoints);
      running.push(server);
      running.push(reader); // before the server, whose last requests would wait for its readers
      url = config.port() == 0 ? HttpPort.actualUrl(config, server) : config.url();
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private Database open(
      Config config, DataFolder folder, RandomText random, Consumer<String> progress) {
    DatabaseConfig where = config.database();
    if (where == null) {
      EmbeddedPostgres postgres = LocalDatabase.start(folder, random, progress);
      running.push(postgres);
      where = LocalDatabase.config(postgres, config.databasePool());
    }
    Database database = Database.open(where);
    running.push(database);
    return database;
  }

  /// A process that was killed left its lease, and endpoints that wait until it has run out: its
  /// successor in the same folder goes on at once.
  private NodeLease lease(Database database, InstantSource clock, DataFolder folder) {
    NodeFile file = NodeFile.open(folder);
    running.push(file);
    UUID holder = UUID.randomUUID();
    NodeLease lease =
        file.predecessor()
            .map(dead -> NodeLease.takeOver(database, clock, holder, dead))
            .orElseGet(() -> NodeLease.acquire(database, clock, holder));
    file.keep(holder);
    return lease;
  }

  private static void renew(NodeLease lease, Consumer<String> onLost) {
    if (!lease.renew()) {
      LOG.atError().addKeyValue("machine", lease.machine()).log("machine id lost");
      onLost.accept("another process has taken this node's place");
    }
  }

  /// Where this server is reached.
  URI url() {
    return url;
  }

  /// Refuses a URL that no environment has: whatever is sent to it would be refused.
  ///
  /// @throws CommandFailed with the URLs that environments have
  void checkUrl() {
    List<Environment> existing = environments.list();
    if (!existing.isEmpty() && environments.findByAuthority(url.getAuthority()).isEmpty()) {
      String known =
          existing.stream()
              .map(environment -> environment.url().toString())
              .collect(Collectors.joining(", "));
      throw new CommandFailed(
          "this server would be reached at "
              + url
              + ", but its data belong to "
              + known
              + ", which cannot be changed; set OSTIARY_URL="
              + existing.getFirst().url()
              + " (OSTIARY_PORT may differ), or start in another OSTIARY_DATA_DIR or database");
    }
  }

  /// Makes what this installation lacks, the first environment and its clients above all.
  ///
  /// @param withPlayground whether a new environment begins with a simulated sign-in
  FirstStart.@Nullable Made firstStart(boolean withPlayground) {
    return firstStart.ifNeeded(url, withPlayground);
  }

  /// Makes what a developer needs to see a sign-in at once.
  Connection makePlayground(EnvironmentId environment) {
    return playground.make(environment);
  }

  /// A link for the first operator, while there is none; the second half is a secret.
  Optional<String> firstLoginLink() {
    return environments.list().stream()
        .filter(environment -> staff.operators().list(environment.id()).isEmpty())
        .findFirst()
        .map(environment ->
            environment.url() + LoginLink.PATH + staff.sessions().firstLink().reveal());
  }

  /// Stops in good order; may be called twice.
  @Override
  public void close() {
    while (!running.isEmpty()) {
      AutoCloseable next = running.pop();
      try {
        next.close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("not stopped cleanly");
      }
    }
  }
}
