package dev.ostiary.api;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import com.linecorp.armeria.common.util.BlockingTaskExecutor;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import dev.ostiary.connection.Connections;
import dev.ostiary.environment.Environments;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.token.AccessTokens;
import dev.ostiary.webhook.Webhooks;
import io.grpc.BindableService;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;

/// The API, ready to be mounted on a port: gRPC, and the same services as REST.
public final class Api {
  /// The largest request is an organization's or a connection's configuration with a metadata
  /// document; four times that is an attack on our memory.
  private static final int MAX_REQUEST_BYTES = 1024 * 1024;

  /// The slowest call fetches a metadata document, which has ten seconds.
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

  private final AccessTokens tokens;
  private final Supplier<String> requestIds;
  private final List<BindableService> services;

  /// @param requestIds names requests whose callers did not
  public Api(AccessTokens tokens, Supplier<String> requestIds, List<BindableService> services) {
    this.tokens = tokens;
    this.requestIds = requestIds;
    this.services = List.copyOf(services);
  }

  /// The services over what they serve.
  public static List<BindableService> services(
      Environments environments,
      Organizations organizations,
      Connections connections,
      Webhooks webhooks,
      OutboundClient outbound) {
    return List.of(
        new OrganizationGrpc(organizations),
        new ConnectionGrpc(connections, organizations, environments),
        new ConnectionMetadataGrpc(connections, environments),
        new WebhookEndpointGrpc(webhooks.endpoints(), outbound),
        new WebhookKeyGrpc(webhooks.keys()),
        new WebhookDeliveryGrpc(webhooks.deliveries()));
  }

  /// Adds the API to a server.
  public void mount(ServerBuilder server) {
    GrpcServiceBuilder grpc =
        GrpcService.builder()
            .addServices(services)
            .intercept(new RuleCheck(), new BearerCheck(tokens, requestIds))
            .exceptionHandler(new Errors())
            .useBlockingTaskExecutor(true)
            .maxRequestMessageLength(MAX_REQUEST_BYTES)
            .jsonMarshallerFactory(service ->
                GrpcJsonMarshaller.builder()
                    .jsonMarshallerCustomizer(marshaller ->
                        marshaller
                            .preservingProtoFieldNames(true)
                            .includingDefaultValueFields(true))
                    .build(service))
            .enableHttpJsonTranscoding(
                HttpJsonTranscodingOptions.builder()
                    .ignoreProtoHttpRule(true)
                    .additionalHttpRules(rules())
                    .queryParamMatchRules(
                        HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD,
                        HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE)
                    .errorHandler(new RestErrors())
                    .build());
    server
        .service(grpc.build())
        .maxRequestLength(MAX_REQUEST_BYTES)
        .requestTimeout(REQUEST_TIMEOUT)
        .blockingTaskExecutor(BlockingTaskExecutor.of(virtualThreads()), true)
        .errorHandler(new HttpErrors());
  }

  /// The HTTP rules of the protos, short of paths with a colon before a slash, which the transcoder
  /// cannot route.
  private List<HttpRule> rules() {
    List<HttpRule> rules = new ArrayList<>();
    for (BindableService service : services) {
      Object supplier = service.bindService().getServiceDescriptor().getSchemaDescriptor();
      if (supplier instanceof ProtoServiceDescriptorSupplier schema) {
        ServiceDescriptor descriptor = schema.getServiceDescriptor();
        for (MethodDescriptor method : descriptor.getMethods()) {
          HttpRule rule = method.getOptions().getExtension(AnnotationsProto.http);
          boolean routable = !rule.toString().matches("(?s).*:[a-z]+/.*\\{.*");
          if (method.getOptions().hasExtension(AnnotationsProto.http) && routable) {
            rules.add(rule.toBuilder().setSelector(method.getFullName()).build());
          }
        }
      }
    }
    return rules;
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
