package dev.ostiary.api;

import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.ostiary.connection.Connections;
import dev.ostiary.environment.Environments;
import dev.ostiary.organization.Customers;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.token.AccessTokens;
import dev.ostiary.webhook.Webhooks;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import java.time.Duration;
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
  private final List<BindableService> services;

  public Api(AccessTokens tokens, List<BindableService> services) {
    this.tokens = tokens;
    this.services = List.copyOf(services);
  }

  /// The services over what they serve.
  public static List<BindableService> services(
      Environments environments,
      Customers customers,
      Connections connections,
      Webhooks webhooks,
      OutboundClient outbound) {
    return List.of(
        new OrganizationGrpc(customers.organizations()),
        new DomainGrpc(customers, connections),
        new ConnectionGrpc(connections, customers, environments),
        new ConnectionMetadataGrpc(connections, customers, environments),
        new WebhookEndpointGrpc(webhooks.endpoints(), outbound),
        new WebhookKeyGrpc(webhooks.keys()),
        new WebhookDeliveryGrpc(webhooks.deliveries()));
  }

  /// Adds the API to a server.
  public void mount(ServerBuilder server) {
    List<ServerServiceDefinition> guarded =
        services.stream()
            .map(service ->
                ServerInterceptors.interceptForward(
                    service, new CallEnd(), new BearerCheck(tokens), new RuleCheck()))
            .toList();
    server
        .service(
            GrpcService.builder()
                .addServiceDefinitions(guarded)
                .exceptionHandler(new Errors())
                .useBlockingTaskExecutor(true)
                .maxRequestMessageLength(MAX_REQUEST_BYTES)
                .build())
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
