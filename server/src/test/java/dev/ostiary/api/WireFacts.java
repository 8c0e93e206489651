package dev.ostiary.api;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What of a proto file matters on the wire, one fact to a line: everything that a client compiled
/// against another copy of it relies on.
public final class WireFacts {
  private final List<String> lines = new ArrayList<>();

  private WireFacts() {}

  public static List<String> of(FileDescriptor file) {
    WireFacts facts = new WireFacts();
    file.getServices().forEach(facts::service);
    file.getMessageTypes().forEach(facts::message);
    file.getEnumTypes().forEach(facts::enumeration);
    return facts.lines;
  }

  private void service(ServiceDescriptor service) {
    for (MethodDescriptor method : service.getMethods()) {
      add(
          "rpc",
          method.getFullName(),
          method.getInputType().getFullName(),
          method.getOutputType().getFullName(),
          method.isClientStreaming() || method.isServerStreaming() ? "streaming" : "unary",
          http(method.getOptions().getExtension(AnnotationsProto.http)));
    }
  }

  private static String http(HttpRule rule) {
    String path =
        switch (rule.getPatternCase()) {
          case GET -> "GET " + rule.getGet();
          case PUT -> "PUT " + rule.getPut();
          case POST -> "POST " + rule.getPost();
          case DELETE -> "DELETE " + rule.getDelete();
          case PATCH -> "PATCH " + rule.getPatch();
          case CUSTOM, PATTERN_NOT_SET -> "-";
        };
    return Stream.concat(
            Stream.of(path + (rule.getBody().isEmpty() ? "" : " body=" + rule.getBody())),
            rule.getAdditionalBindingsList().stream().map(WireFacts::http))
        .reduce((first, second) -> first + " and " + second)
        .orElseThrow();
  }

  private void message(Descriptor message) {
    if (message.getOptions().getMapEntry()) {
      return; // said by its field
    }
    add("message", message.getFullName());
    for (FieldDescriptor field : message.getFields()) {
      add("field", field.getFullName(), "=" + field.getNumber(), label(field), type(field));
    }
    message.getNestedTypes().forEach(this::message);
    message.getEnumTypes().forEach(this::enumeration);
  }

  private static String label(FieldDescriptor field) {
    if (field.isMapField()) {
      return "map";
    }
    if (field.isRepeated()) {
      return field.isPacked() ? "packed" : "repeated";
    }
    if (field.getRealContainingOneof() != null) {
      return "oneof:" + field.getRealContainingOneof().getName();
    }
    return field.toProto().getProto3Optional() ? "optional" : "single";
  }

  private static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      return type(field.getMessageType().findFieldByName("key"))
          + ">"
          + type(field.getMessageType().findFieldByName("value"));
    }
    return switch (field.getJavaType()) {
      case MESSAGE -> field.getMessageType().getFullName();
      case ENUM -> field.getEnumType().getFullName();
      default -> field.getType().name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  private void enumeration(EnumDescriptor type) {
    type.getValues()
        .forEach(
            value -> add("value", type.getFullName(), value.getName(), "=" + value.getNumber()));
  }

  private void add(String... words) {
    lines.add(String.join(" ", words));
  }
}
