package dev.ostiary.api;

import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;
import com.google.protobuf.Message;
import dev.ostiary.platform.Problem;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

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

  private static String path(build.buf.validate.FieldPath path) {
    return String.join(".", path.getElementsList().stream().map(e -> e.getFieldName()).toList());
  }
}
