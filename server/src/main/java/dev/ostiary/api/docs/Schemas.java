package dev.ostiary.api.docs;

import build.buf.validate.FieldRules;
import build.buf.validate.ValidateProto;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import dev.ostiary.platform.Json;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/// JSON schemas (draft 2020-12, as OpenAPI 3.1 has them) of messages and enums, in the JSON form
/// that the API speaks: field names as in the protos, 64-bit numbers as strings, wrappers as what
/// they wrap.
final class Schemas {
  private static final String COMPONENTS = "#/components/schemas/";

  private final ProtoComments comments;
  private final TreeMap<String, ObjectNode> components = new TreeMap<>();

  Schemas(ProtoComments comments) {
    this.comments = comments;
  }

  /// Everything that was referred to, by name.
  ObjectNode components() {
    ObjectNode all = Json.object();
    components.forEach(all::set);
    return all;
  }

  /// Adds a schema that no message stands for.
  void add(String name, ObjectNode schema) {
    components.put(name, schema);
  }

  static ObjectNode reference(String name) {
    return Json.object().put("$ref", COMPONENTS + name);
  }

  /// The schema of a field, with what its rules demand.
  ObjectNode field(FieldDescriptor field) {
    FieldRules rules = field.getOptions().getExtension(ValidateProto.field);
    ObjectNode schema;
    if (field.isMapField()) {
      schema = type("object");
      FieldDescriptor value = field.getMessageType().findFieldByName("value");
      ObjectNode values = single(value);
      Constraints.scalar(values, rules.getMap().getValues());
      schema.set("additionalProperties", values);
      Constraints.map(schema, rules.getMap());
    } else if (field.isRepeated()) {
      schema = type("array");
      ObjectNode items = single(field);
      Constraints.scalar(items, rules.getRepeated().getItems());
      schema.set("items", items);
      Constraints.repeated(schema, rules.getRepeated());
    } else {
      schema = single(field);
      Constraints.scalar(schema, rules);
    }
    describe(schema, field);
    List<FieldBehavior> behavior =
        field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior);
    if (behavior.contains(FieldBehavior.OUTPUT_ONLY)) {
      schema.put("readOnly", true);
    }
    if (behavior.contains(FieldBehavior.INPUT_ONLY)) {
      schema.put("writeOnly", true);
    }
    return schema;
  }

  static boolean isRequired(FieldDescriptor field) {
    return field.getOptions().getExtension(ValidateProto.field).getRequired()
        || field
            .getOptions()
            .getExtension(FieldBehaviorProto.fieldBehavior)
            .contains(FieldBehavior.REQUIRED);
  }

  private ObjectNode single(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case STRING -> type("string");
      case BOOLEAN -> type("boolean");
      case INT -> type("integer").put("format", "int32");
      case LONG -> type("string").put("format", "int64");
      case FLOAT, DOUBLE -> type("number");
      case BYTE_STRING -> type("string").put("contentEncoding", "base64");
      case ENUM -> enumeration(field.getEnumType());
      case MESSAGE -> message(field.getMessageType());
    };
  }

  /// The schema of a message: what JSON makes of a well-known type, or a reference to a component.
  ObjectNode message(Descriptor message) {
    return switch (message.getFullName()) {
      case "google.protobuf.Timestamp" -> type("string").put("format", "date-time");
      case "google.protobuf.Duration", "google.protobuf.FieldMask" -> type("string");
      case "google.protobuf.Struct", "google.protobuf.Empty" -> type("object");
      case "google.protobuf.Value" -> Json.object();
      case "google.protobuf.StringValue",
          "google.protobuf.BoolValue",
          "google.protobuf.Int32Value",
          "google.protobuf.UInt32Value" ->
          single(message.findFieldByName("value"));
      default -> component(message, () -> object(message));
    };
  }

  private ObjectNode object(Descriptor message) {
    ObjectNode schema = type("object");
    ObjectNode properties = schema.putObject("properties");
    List<String> required =
        message.getFields().stream()
            .filter(Schemas::isRequired)
            .map(FieldDescriptor::getName)
            .toList();
    message.getFields().forEach(field -> properties.set(field.getName(), field(field)));
    if (!required.isEmpty()) {
      required.forEach(schema.putArray("required")::add);
    }
    return schema;
  }

  private ObjectNode enumeration(EnumDescriptor type) {
    return component(
        type,
        () -> {
          ObjectNode schema = type("string");
          type.getValues().forEach(value -> schema.withArray("enum").add(value.getName()));
          return schema;
        });
  }

  private ObjectNode component(GenericDescriptor element, Supplier<ObjectNode> schema) {
    String name = element.getFullName();
    if (!components.containsKey(name)) {
      components.put(name, Json.object()); // a message may hold itself
      ObjectNode made = schema.get();
      describe(made, element);
      components.put(name, made);
    }
    return reference(name);
  }

  private void describe(ObjectNode schema, GenericDescriptor element) {
    String comment = comments.of(element);
    if (!comment.isEmpty()) {
      schema.put("description", comment);
    }
  }

  private static ObjectNode type(String name) {
    return Json.object().put("type", name);
  }
}
