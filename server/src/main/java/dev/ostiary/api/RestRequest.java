package dev.ostiary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Problem.Violation;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// The request of an RPC out of an HTTP request: body, query and path, as the binding says (wire
/// contract, section 2.1). Strict: what we would not understand is refused, not passed over.
///
/// @param values the variables of the path, percent-encoded
record RestRequest(
    HttpBinding binding,
    Map<String, String> values,
    AggregatedHttpRequest http,
    QueryParams query) {
  /// RFC 9110, section 8.4.1: what is not compressed.
  private static final String IDENTITY = "identity";

  /// @param prototype the message to fill
  /// @throws Problem INVALID_ARGUMENT
  Message message(Message prototype) {
    Descriptor type = binding.rpc().getInputType();
    ObjectNode json = body();
    parameters(json, type);
    values.forEach((name, value) -> json.put(name, decoded(value)));
    List<Violation> faults = JsonShape.faults(json, type);
    if (!faults.isEmpty()) {
      throw Problem.invalid(faults);
    }
    Message.Builder message = prototype.newBuilderForType();
    try {
      JsonFormat.parser().merge(Json.text(json), message);
    } catch (InvalidProtocolBufferException e) {
      throw Problem.invalid("request", String.valueOf(e.getMessage()));
    }
    return message.build();
  }

  /// The request so far as the body tells it.
  private ObjectNode body() {
    if (binding.body().isEmpty() || http.content().isEmpty()) {
      return Json.object();
    }
    JsonNode json = parsed();
    if (!binding.body().equals(HttpBinding.WHOLE_REQUEST)) {
      return Json.object().set(binding.body(), json);
    }
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw Problem.invalid("body", "expected a JSON object");
  }

  private JsonNode parsed() {
    MediaType content = http.contentType();
    if (content != null && !content.isJson()) {
      throw Problem.invalid(
          "body", "found content-type " + content + ", expected application/json");
    }
    String encoding = http.headers().get(HttpHeaderNames.CONTENT_ENCODING, IDENTITY);
    if (!encoding.equalsIgnoreCase(IDENTITY)) {
      throw Problem.invalid("body", "found content-encoding " + encoding + ", expected none");
    }
    try {
      return Json.parse(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(http.content().array()))
              .toString());
    } catch (CharacterCodingException e) {
      throw Problem.invalid("body", "not UTF-8");
    } catch (Json.MalformedJson e) {
      throw Problem.invalid("body", "malformed JSON: " + e.getMessage());
    }
  }

  private void parameters(ObjectNode json, Descriptor type) {
    if (binding.body().equals(HttpBinding.WHOLE_REQUEST)) {
      return;
    }
    for (String name : query.names()) {
      ObjectNode parent = json;
      Descriptor within = type;
      String[] path = name.split("\\.", -1);
      for (int i = 0; i < path.length - 1; i++) {
        FieldDescriptor field = JsonShape.find(within, path[i]);
        if (field == null || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
          throw unknown(name);
        }
        requireApart(name, !parent.path(field.getName()).isValueNode());
        parent = parent.withObjectProperty(field.getName());
        within = field.getMessageType();
      }
      FieldDescriptor field = JsonShape.find(within, path[path.length - 1]);
      if (field == null || path[0].equals(binding.body())) {
        throw unknown(name);
      }
      requireApart(name, !parent.path(field.getName()).isObject());
      List<String> given = query.getAll(name);
      if (field.isRepeated()) {
        var array = parent.putArray(field.getName());
        given.forEach(value -> array.add(value(field, value)));
      } else if (given.size() > 1) {
        throw Problem.invalid(name, "given " + given.size() + " times, expected once");
      } else {
        parent.set(field.getName(), value(field, given.getFirst()));
      }
    }
  }

  private static void requireApart(String parameter, boolean apart) {
    if (!apart) {
      throw Problem.invalid(parameter, "given as a whole and by its parts, expected one of them");
    }
  }

  private static Problem unknown(String parameter) {
    return Problem.invalid(parameter, "there is no such query parameter");
  }

  private static JsonNode value(FieldDescriptor field, String text) {
    boolean isFlag =
        field.getJavaType() == FieldDescriptor.JavaType.BOOLEAN
            && (text.equals("true") || text.equals("false"));
    return isFlag ? BooleanNode.valueOf(text.equals("true")) : TextNode.valueOf(text);
  }

  private static String decoded(String value) {
    try {
      // A plus in a path is a plus.
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("path", "malformed percent-encoding");
    }
  }
}
