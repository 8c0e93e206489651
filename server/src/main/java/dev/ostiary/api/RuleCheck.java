package dev.ostiary.api;

import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPath;
import build.buf.validate.FieldPathElement;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.ostiary.platform.Problem;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.ArrayList;
import java.util.List;

/// Holds every request against the rules that its message declares (`buf.validate` in the protos).
final class RuleCheck implements ServerInterceptor {
  private final Validator validator = ValidatorFactory.newBuilder().build();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q message) {
        check((Message) message);
        super.onMessage(message);
      }
    };
  }

  private void check(Message message) {
    List<Problem.Violation> unreadable = new ArrayList<>();
    unreadable("", message, unreadable);
    if (!unreadable.isEmpty()) {
      throw Problem.invalid(unreadable);
    }
    try {
      ValidationResult result = validator.validate(message);
      if (!result.isSuccess()) {
        throw Problem.invalid(
            result.toProto().getViolationsList().stream()
                .map(violation ->
                    new Problem.Violation(
                        path(violation.getField()), violation.getMessage(), violation.getRuleId()))
                .toList());
      }
    } catch (ValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What has the form of a message and still means nothing. Proto3 lets any number pass for an
  /// enum, named or not, and for the seconds of a time, which ends with the year 9999.
  private static void unreadable(String path, Message message, List<Problem.Violation> violations) {
    message
        .getAllFields()
        .forEach((field, value) -> {
          String at = path.isEmpty() ? field.getName() : path + "." + field.getName();
          if (value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
              unreadable(at + "[" + i + "]", items.get(i), violations);
            }
          } else {
            unreadable(at, value, violations);
          }
        });
  }

  private static void unreadable(String at, Object value, List<Problem.Violation> violations) {
    switch (value) {
      case Timestamp time when !Timestamps.isValid(time) ->
          violations.add(
              new Problem.Violation(at, "found no time, expected one of the years 1 to 9999"));
      case Message inner -> unreadable(at, inner, violations);
      case EnumValueDescriptor named when named.getIndex() < 0 ->
          violations.add(
              new Problem.Violation(
                  at,
                  "found "
                      + named.getNumber()
                      + ", expected one of: "
                      + JsonShape.names(named.getType())));
      default -> {}
    }
  }

  /// As a caller of REST would write it: `client.post_login_uris[1]`,
  /// `organization.metadata[plan]`.
  private static String path(FieldPath path) {
    StringBuilder text = new StringBuilder();
    for (FieldPathElement element : path.getElementsList()) {
      text.append(text.isEmpty() ? "" : ".").append(element.getFieldName());
      switch (element.getSubscriptCase()) {
        case INDEX -> text.append('[').append(element.getIndex()).append(']');
        case STRING_KEY -> text.append('[').append(element.getStringKey()).append(']');
        // The messages have no maps with other keys.
        case BOOL_KEY, INT_KEY, UINT_KEY, SUBSCRIPT_NOT_SET -> {}
      }
    }
    return text.toString();
  }
}
