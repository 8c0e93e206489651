package dev.ostiary.api.docs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import dev.ostiary.api.HttpBinding;
import dev.ostiary.api.RpcTraits;
import dev.ostiary.platform.Json;

/// The operation that a route is: what it takes, what it answers, how it refuses.
final class Operations {
  private final Schemas schemas;
  private final ProtoComments comments;

  Operations(Schemas schemas, ProtoComments comments) {
    this.schemas = schemas;
    this.comments = comments;
  }

  ObjectNode served(String name, String tag, HttpBinding binding) {
    MethodDescriptor rpc = binding.rpc();
    ObjectNode operation = head(name, tag, rpc);
    String comment = comments.of(rpc);
    if (!comment.isEmpty()) {
      operation.put("description", comment);
    }
    if (RpcTraits.isOpen(rpc)) {
      operation.putArray("security");
    }
    parameters(operation.putArray("parameters"), binding);
    body(operation, binding);
    ObjectNode responses = operation.putObject("responses");
    answer(responses.putObject("200"), rpc);
    Refusals.add(responses, binding);
    return operation;
  }

  /// A route of the contract that answers 501.
  ObjectNode refused(String name, String tag, HttpBinding binding) {
    ObjectNode operation = head(name, tag, binding.rpc());
    operation.put("deprecated", true);
    operation.put("description", "Not served here.");
    path(operation.putArray("parameters"), binding);
    Refusals.notServed(operation.putObject("responses"));
    return operation;
  }

  private static ObjectNode head(String name, String tag, MethodDescriptor rpc) {
    ObjectNode operation = Json.object().put("operationId", name);
    operation.putArray("tags").add(tag);
    return operation.put("summary", Words.of(rpc.getName()));
  }

  private void parameters(ArrayNode parameters, HttpBinding binding) {
    path(parameters, binding);
    if (!binding.body().equals(HttpBinding.WHOLE_REQUEST)) {
      for (FieldDescriptor field : binding.rpc().getInputType().getFields()) {
        if (!binding.variables().contains(field.getName())
            && !field.getName().equals(binding.body())) {
          query(parameters, "", field);
        }
      }
    }
    if (!RpcTraits.isRead(binding.rpc().getName())) {
      parameters.add(Headers.parameter(Headers.IDEMPOTENCY_KEY));
    }
    if (RpcTraits.takesVersion(binding.rpc())) {
      parameters.add(Headers.parameter(Headers.IF_MATCH));
    }
  }

  private void path(ArrayNode parameters, HttpBinding binding) {
    Descriptor request = binding.rpc().getInputType();
    for (String variable : binding.variables()) {
      parameter(parameters, variable, "path", request.findFieldByName(variable))
          .put("required", true);
    }
  }

  /// A field of a message is a parameter with a dot, as far as one message deep.
  private void query(ArrayNode parameters, String prefix, FieldDescriptor field) {
    String name = prefix + field.getName();
    boolean nested =
        field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
            && !field.getMessageType().getFullName().startsWith("google.protobuf.");
    if (!nested) {
      ObjectNode parameter = parameter(parameters, name, "query", field);
      if (Schemas.isRequired(field)) {
        parameter.put("required", true);
      }
    } else if (!field.isRepeated() && prefix.isEmpty()) {
      field.getMessageType().getFields().forEach(inner -> query(parameters, name + ".", inner));
    }
  }

  private ObjectNode parameter(
      ArrayNode parameters, String name, String in, FieldDescriptor field) {
    ObjectNode parameter = parameters.addObject().put("name", name).put("in", in);
    ObjectNode schema = schemas.field(field);
    if (schema.has("description")) {
      parameter.set("description", schema.remove("description"));
    }
    parameter.set("schema", schema);
    return parameter;
  }

  private void body(ObjectNode operation, HttpBinding binding) {
    if (binding.body().isEmpty()) {
      return;
    }
    Descriptor request = binding.rpc().getInputType();
    ObjectNode schema;
    if (binding.body().equals(HttpBinding.WHOLE_REQUEST)) {
      schema = schemas.message(request);
    } else {
      FieldDescriptor field = request.findFieldByName(binding.body());
      schema = schemas.field(field);
      if (Schemas.isRequired(field)) {
        operation.putObject("requestBody").put("required", true);
      }
    }
    operation
        .withObjectProperty("requestBody")
        .putObject("content")
        .putObject(OpenApi.JSON)
        .set("schema", schema);
  }

  private void answer(ObjectNode response, MethodDescriptor rpc) {
    response.put("description", "Done.");
    ObjectNode headers = response.putObject("headers");
    headers.set(Headers.REQUEST_ID, Headers.header(Headers.REQUEST_ID));
    if (RpcTraits.tellsVersion(rpc)) {
      headers.set(Headers.ETAG, Headers.header(Headers.ETAG));
    }
    if (!RpcTraits.isRead(rpc.getName())) {
      headers.set(Headers.REPLAYED, Headers.header(Headers.REPLAYED));
    }
    response
        .putObject("content")
        .putObject(OpenApi.JSON)
        .set("schema", schemas.message(rpc.getOutputType()));
  }
}
