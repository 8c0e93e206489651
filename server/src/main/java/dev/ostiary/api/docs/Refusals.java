package dev.ostiary.api.docs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.api.HttpBinding;
import dev.ostiary.api.RpcTraits;
import dev.ostiary.platform.Json;
import dev.ostiary.wire.errdetails.ErrorInfo;

/// How a call is refused: every refusal has the same form, and its HTTP status says what to do.
enum Refusals {
  INVALID("400", "The request makes no sense, or the state of the object forbids it."),
  UNAUTHENTICATED("401", "The access token is missing, malformed or expired: get a new one."),
  FORBIDDEN("403", "The access token is good, but not for this."),
  NOT_FOUND("404", "No such thing in this environment."),
  CONFLICT("409", "It exists already, or a call with this `Idempotency-Key` is under way."),
  CHANGED("412", "The object no longer has the version of `If-Match`: read it again."),
  TOO_MANY("429", "Too many calls: wait as long as `Retry-After` says."),
  NOT_SERVED("501", "Not served here; the message says why."),
  OTHER("default", "Something went wrong; the server's log knows the request by `X-Request-Id`.");

  private static final String ERROR = "Error";

  private final String status;
  private final String words;

  Refusals(String status, String words) {
    this.status = status;
    this.words = words;
  }

  /// Those that an operation can answer.
  static void add(ObjectNode responses, HttpBinding binding) {
    INVALID.addTo(responses);
    if (!RpcTraits.isOpen(binding.rpc())) {
      UNAUTHENTICATED.addTo(responses);
      FORBIDDEN.addTo(responses);
    }
    if (!binding.variables().isEmpty()) {
      NOT_FOUND.addTo(responses);
    }
    if (!RpcTraits.isRead(binding.rpc().getName())) {
      CONFLICT.addTo(responses);
    }
    if (RpcTraits.takesVersion(binding.rpc())) {
      CHANGED.addTo(responses);
    }
    if (!RpcTraits.isOpen(binding.rpc())) {
      TOO_MANY.addTo(responses);
    }
    OTHER.addTo(responses);
  }

  /// Those of an operation with a token and nothing else that can be wrong but its parameters.
  static void add(ObjectNode responses) {
    INVALID.addTo(responses);
    UNAUTHENTICATED.addTo(responses);
    FORBIDDEN.addTo(responses);
    TOO_MANY.addTo(responses);
    OTHER.addTo(responses);
  }

  static void notServed(ObjectNode responses) {
    UNAUTHENTICATED.addTo(responses);
    NOT_SERVED.addTo(responses);
    OTHER.addTo(responses);
  }

  private void addTo(ObjectNode responses) {
    responses.putObject(status).put("$ref", "#/components/responses/" + name());
  }

  static ObjectNode components(Schemas schemas) {
    ObjectNode error = Json.object().put("type", "object");
    error.put("description", "What every call that is refused answers.");
    ObjectNode properties = error.putObject("properties");
    properties
        .putObject("code")
        .put("type", "integer")
        .put("description", "The number of the gRPC status.");
    properties.putObject("message").put("type", "string");
    properties
        .putObject("details")
        .put("type", "array")
        .set("items", schemas.message(ErrorInfo.getDescriptor()));
    schemas.add(ERROR, error);

    ObjectNode responses = Json.object();
    for (Refusals refusal : values()) {
      ObjectNode response = responses.putObject(refusal.name()).put("description", refusal.words);
      response.put("x-status", refusal.status);
      if (refusal == TOO_MANY) {
        response.putObject("headers").set(Headers.RETRY_AFTER, Headers.header(Headers.RETRY_AFTER));
      }
      response.putObject("content").putObject(OpenApi.JSON).set("schema", Schemas.reference(ERROR));
    }
    return responses;
  }
}
