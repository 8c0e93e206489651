package dev.ostiary.api.docs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.ostiary.api.HttpBinding;
import dev.ostiary.api.Refused;
import dev.ostiary.platform.Json;
import io.grpc.BindableService;
import io.grpc.protobuf.ProtoServiceDescriptorSupplier;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The OpenAPI 3.1 document of the REST API: each route of the protos is an operation, each message
/// a schema with its rules, each type of event a webhook.
public final class OpenApi {
  static final String JSON = "application/json";

  /// As in every path.
  private static final String VERSION = "v1";

  private final ProtoComments comments = ProtoComments.load();
  private final Schemas schemas = new Schemas(comments);
  private final Operations operations = new Operations(schemas, comments);
  private final ObjectNode document = Json.object();

  private OpenApi() {}

  /// Describes the API.
  ///
  /// @param url where it is reached
  /// @param services as they are mounted
  public static ObjectNode of(URI url, List<BindableService> services) {
    OpenApi made = new OpenApi();
    made.head(url);
    ArrayNode tags = made.document.putArray("tags");
    ObjectNode paths = made.document.putObject("paths");
    services.forEach(service -> made.service(service, tags, paths));
    StreamOperation.add(paths);
    tags.addObject().put("name", EventSchemas.TAG).put("description", EventSchemas.DESCRIPTION);
    made.document.set("webhooks", EventSchemas.webhooks(made.schemas));
    made.components(url);
    return made.document;
  }

  private void head(URI url) {
    document.put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Ostiary")
        .put("version", VERSION)
        .put("summary", "Enterprise SSO for your app, and a webhook for every change of it.")
        .put(
            "description",
            "The management API over REST. Every call is also served over gRPC, on the same port.")
        .putObject("license")
        .put("name", "Apache-2.0")
        .put("identifier", "Apache-2.0");
    document.putArray("servers").addObject().put("url", url.toString());
    document.putArray("security").addObject().putArray("client_credentials");
  }

  private void service(BindableService service, ArrayNode tags, ObjectNode paths) {
    ServiceDescriptor descriptor = descriptor(service);
    String tag = Words.ofService(descriptor.getName());
    tags.addObject().put("name", tag).put("description", comments.of(descriptor));
    Set<String> served = served(service);
    for (MethodDescriptor rpc : descriptor.getMethods()) {
      List<HttpBinding> bindings = HttpBinding.of(rpc);
      for (int i = 0; i < bindings.size(); i++) {
        HttpBinding binding = bindings.get(i);
        String name = descriptor.getName() + "_" + rpc.getName() + (i == 0 ? "" : i + 1);
        paths
            .withObjectProperty(binding.template())
            .set(
                binding.method().name().toLowerCase(Locale.ROOT),
                served.contains(rpc.getName().toLowerCase(Locale.ROOT))
                    ? operations.served(name, tag, binding)
                    : operations.refused(name, tag, binding));
      }
    }
  }

  private static ServiceDescriptor descriptor(BindableService service) {
    if (service.bindService().getServiceDescriptor().getSchemaDescriptor()
        instanceof ProtoServiceDescriptorSupplier proto) {
      return proto.getServiceDescriptor();
    }
    throw new IllegalStateException(service.getClass() + " has no proto");
  }

  /// A method is served when the class has it itself, and not to refuse it.
  private static Set<String> served(BindableService service) {
    return Arrays.stream(service.getClass().getDeclaredMethods())
        .filter(method -> !method.isAnnotationPresent(Refused.class))
        .map(method -> method.getName().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private void components(URI url) {
    ObjectNode components = document.putObject("components");
    components.set("responses", Refusals.components(schemas));
    components.set("headers", Headers.components());
    components.set("parameters", Headers.parameters());
    components.set("schemas", schemas.components());
    ObjectNode scheme = components.putObject("securitySchemes").putObject("client_credentials");
    scheme.put("type", "oauth2");
    scheme.put("description", "An access token of an API client.");
    scheme
        .putObject("flows")
        .putObject("clientCredentials")
        .put("tokenUrl", url + "/oauth/token")
        .putObject("scopes");
  }
}
