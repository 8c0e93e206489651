package dev.ostiary.api;

import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.ostiary.connection.Connections;
import dev.ostiary.environment.Clients;
import dev.ostiary.environment.Environments;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.organization.Customers;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.token.AccessTokens;
import dev.ostiary.webhook.Webhooks;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/// The API, ready to be mounted on a port: gRPC, and the same services as REST.
public final class Api {
  /// The largest request is an organization's or a connection's configuration with a metadata
  /// document; four times that is an attack on our memory.
  private static final int MAX_REQUEST_BYTES = 1024 * 1024;

  /// The slowest call fetches a metadata document, which has ten seconds.
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

  private final AccessTokens tokens;
  private final RateCheck limits;
  private final ChangeCheck changes;
  private final List<BindableService> services;

  /// What every call passes before its handler.
  ///
  /// @param database where changes that are to be made once are made as a whole
  /// @param callsPerSecond of one client on this node; 0 for no limit
  public record Gate(
      AccessTokens tokens,
      Database database,
      IdempotencyKeys keys,
      int callsPerSecond,
      InstantSource clock) {}

  public Api(Gate gate, List<BindableService> services) {
    this.tokens = gate.tokens();
    this.limits = new RateCheck(gate.callsPerSecond(), gate.clock());
    this.changes = new ChangeCheck(gate.database(), gate.keys());
    this.services = List.copyOf(services);
  }

  /// The services over what they serve, in the order in which they are described.
  public static List<BindableService> services(
      Environments environments,
      Clients clients,
      Customers customers,
      Connections connections,
      LoginRecords logins,
      Webhooks webhooks,
      OutboundClient outbound) {
    return List.of(
        new OrganizationGrpc(customers, environments),
        new ConnectionGrpc(connections, customers, environments, logins),
        new ConnectionMetadataGrpc(connections, customers, environments),
        new DomainGrpc(customers, connections),
        new WebhookEndpointGrpc(webhooks.endpoints(), webhooks.testEvents(), outbound),
        new WebhookKeyGrpc(webhooks.keys()),
        new WebhookDeliveryGrpc(webhooks.deliveries(), webhooks.blockedLanes()),
        new WebhookReplayGrpc(webhooks.replays()),
        new ClientGrpc(
            clients.apps(),
            new OrganizationClientCalls(clients.machines(), customers.organizations())),
        new ApiTokenGrpc(customers),
        new AuthLogGrpc(logins, clients.apps()),
        new AuthGrpc(environments, logins));
  }

  /// Adds the API to a server.
  public void mount(ServerBuilder server) {
    List<ServerServiceDefinition> guarded =
        services.stream()
            .map(service ->
                ServerInterceptors.interceptForward(
                    service,
                    new CallEnd(),
                    new BearerCheck(tokens),
                    new NamedActor(),
                    limits,
                    new RuleCheck(),
                    changes))
            .toList();
    server
        .service(
            GrpcService.builder()
                .addServiceDefinitions(guarded)
                .exceptionHandler(new Errors())
                .useBlockingTaskExecutor(true)
                .maxRequestMessageLength(MAX_REQUEST_BYTES)
                .build(),
            service -> service.decorate(HttpErrors::servedAsGrpc))
        .serviceUnder(RestService.PREFIX, new RestService(guarded))
        .maxRequestLength(MAX_REQUEST_BYTES)
        .requestTimeout(REQUEST_TIMEOUT)
        .blockingTaskExecutor(BlockingTaskExecutor.of(virtualThreads()), true)
        .errorHandler(new HttpErrors());
  }

  /// Handlers block, so each call has a virtual thread; the pool below only keeps time.
  private static ScheduledThreadPoolExecutor virtualThreads() {
    var perTask = Executors.newVirtualThreadPerTaskExecutor();
    return new ScheduledThreadPoolExecutor(1, Thread.ofVirtual().factory()) {
      @Override
      public void execute(Runnable task) {
        perTask.execute(task);
      }

      @Override
      public void shutdown() {
        perTask.shutdown();
        super.shutdown();
      }
    };
  }
}
