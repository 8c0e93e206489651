package dev.ostiary.api;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Message;
import dev.ostiary.wire.options.AuthenticationType;
import dev.ostiary.wire.options.OptionsProto;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a caller may rely on at an RPC, as its proto says it: the checks before each handler and
/// the description of the API ask the same questions here.
public final class RpcTraits {
  /// How the names of RPCs begin that leave everything as it is.
  private static final List<String> READS = List.of("Get", "List", "Search", "Read");

  /// The objects that can be updated on a condition.
  private static final List<String> VERSIONED =
      List.of(
          "scalekit.v1.organizations.Organization",
          "scalekit.v1.connections.Connection",
          "ostiary.v1.webhooks.WebhookEndpoint");

  /// The changes for which somebody outside is asked: an identity provider, a name server.
  private static final Set<String> ASKING_FIRST =
      Set.of(
          "scalekit.v1.connections.ConnectionService/UpdateConnection",
          "scalekit.v1.connections.ConnectionService/UpdateEnvironmentConnection",
          "scalekit.v1.domains.DomainService/VerifyDomain",
          "ostiary.v1.webhooks.WebhookEndpointService/CreateWebhookEndpoint",
          "ostiary.v1.webhooks.WebhookEndpointService/UpdateWebhookEndpoint");

  private RpcTraits() {}

  /// Whether it is open to everybody, token or not.
  public static boolean isOpen(MethodDescriptor rpc) {
    return rpc.getOptions().getExtension(OptionsProto.authOption).getAuthenticationType()
        == AuthenticationType.NONE;
  }

  /// Whether it leaves everything as it is.
  ///
  /// @param rpc its name alone
  public static boolean isRead(String rpc) {
    return READS.stream().anyMatch(rpc::startsWith);
  }

  /// Whether its handler asks others before its change begins ([WholeChange#make]).
  ///
  /// @param method its full name, as gRPC has it
  static boolean asksFirst(String method) {
    return ASKING_FIRST.contains(method);
  }

  /// Whether it says the version of the object that it is about (`etag`).
  public static boolean tellsVersion(MethodDescriptor rpc) {
    return versioned(rpc.getOutputType()).isPresent();
  }

  /// Whether it can be asked to happen only while the object has a version (`if-match`).
  public static boolean takesVersion(MethodDescriptor rpc) {
    return rpc.getName().startsWith("Update") && tellsVersion(rpc);
  }

  /// The object with a version in a reply; empty when it is about none, or several.
  static Optional<Message> versioned(Message reply) {
    return versioned(reply.getDescriptorForType())
        .filter(reply::hasField)
        .map(field -> (Message) reply.getField(field));
  }

  private static Optional<FieldDescriptor> versioned(Descriptor reply) {
    // What comes with lists says more than the version of one object would tell.
    return reply.getFields().stream().anyMatch(FieldDescriptor::isRepeated)
        ? Optional.empty()
        : reply.getFields().stream()
            .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
            .filter(field -> VERSIONED.contains(field.getMessageType().getFullName()))
            .findFirst();
  }
}
