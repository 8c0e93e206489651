package dev.ostiary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.ostiary.platform.Problem.Violation;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Holds JSON against the message it is to become. The parser of protobuf takes a number for a
/// string and does not say where it stumbled; here every fault is found, and named by its path in
/// the words of the contract, however the caller has spelled them.
final class JsonShape {
  private final List<Violation> faults = new ArrayList<>();

  private JsonShape() {}

  /// What keeps `json` from being a message of `type`; nothing when it may be one.
  static List<Violation> faults(JsonNode json, Descriptor type) {
    JsonShape shape = new JsonShape();
    shape.message("", json, type);
    return shape.faults;
  }

  private void message(String path, JsonNode json, Descriptor type) {
    switch (type.getFullName()) {
      case "google.protobuf.Timestamp" ->
          text(path, json, Timestamps::parse, "a time such as 2026-01-31T12:00:00Z");
      case "google.protobuf.Duration" ->
          text(path, json, Durations::parse, "a length of time such as 3600s");
      case "google.protobuf.FieldMask" -> expect(path, json, json.isTextual(), "a string");
      case "google.protobuf.StringValue",
          "google.protobuf.BoolValue",
          "google.protobuf.Int32Value",
          "google.protobuf.UInt32Value" ->
          single(path, json, type.findFieldByName("value"));
      case "google.protobuf.Value" -> {}
      default -> {
        if (expect(path, json, json.isObject(), "an object")
            && !type.getFullName().equals("google.protobuf.Struct")) {
          fields(path, json, type);
        }
      }
    }
  }

  private void fields(String path, JsonNode json, Descriptor type) {
    for (var entry : json.properties()) {
      FieldDescriptor field = find(type, entry.getKey());
      String name = field == null ? entry.getKey() : field.getName();
      String at = path.isEmpty() ? name : path + "." + name;
      if (field == null) {
        faults.add(new Violation(at, "there is no such field; expected one of: " + names(type)));
      } else if (!entry.getValue().isNull()) {
        field(at, entry.getValue(), field);
      }
    }
  }

  static @Nullable FieldDescriptor find(Descriptor type, String name) {
    return type.getFields().stream()
        .filter(field -> field.getName().equals(name) || field.getJsonName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static String names(Descriptor type) {
    return String.join(", ", type.getFields().stream().map(FieldDescriptor::getName).toList());
  }

  /// What an enum may be, for messages.
  static String names(EnumDescriptor type) {
    return String.join(", ", type.getValues().stream().map(value -> value.getName()).toList());
  }

  private void field(String path, JsonNode json, FieldDescriptor field) {
    if (field.isMapField()) {
      if (expect(path, json, json.isObject(), "an object")) {
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        json.properties()
            .forEach(entry -> single(path + "[" + entry.getKey() + "]", entry.getValue(), value));
      }
    } else if (field.isRepeated()) {
      if (expect(path, json, json.isArray(), "an array")) {
        for (int i = 0; i < json.size(); i++) {
          single(path + "[" + i + "]", json.path(i), field);
        }
      }
    } else {
      single(path, json, field);
    }
  }

  private void single(String path, JsonNode json, FieldDescriptor field) {
    switch (field.getJavaType()) {
      case MESSAGE -> message(path, json, field.getMessageType());
      case STRING, BYTE_STRING -> expect(path, json, json.isTextual(), "a string");
      case BOOLEAN -> expect(path, json, json.isBoolean(), "true or false");
      case ENUM -> {
        EnumDescriptor values = field.getEnumType();
        boolean known =
            json.isTextual()
                ? values.findValueByName(json.textValue()) != null
                : json.isInt() && values.findValueByNumber(json.intValue()) != null;
        expect(path, json, known, "one of: " + names(values));
      }
      case INT, LONG -> {
        JsonNumber numbers = JsonNumber.of(field);
        expect(path, json, numbers.takes(json), numbers.expected());
      }
      case FLOAT, DOUBLE -> expect(path, json, json.isNumber() || json.isTextual(), "a number");
    }
  }

  /// What tells whether a text has the form that is wanted.
  private interface Form {
    Object parse(String text) throws ParseException;
  }

  private void text(String path, JsonNode json, Form form, String expected) {
    boolean right = json.isTextual();
    try {
      right = right && form.parse(json.textValue()) != null;
    } catch (ParseException e) {
      right = false;
    }
    expect(path, json, right, expected);
  }

  private boolean expect(String path, JsonNode json, boolean right, String expected) {
    if (!right) {
      faults.add(new Violation(path, "found " + found(json) + ", expected " + expected));
    }
    return right;
  }

  /// What kind of thing it is; the thing itself may be long, or secret.
  private static String found(JsonNode json) {
    return switch (json.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "a string";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      default -> "null";
    };
  }
}
