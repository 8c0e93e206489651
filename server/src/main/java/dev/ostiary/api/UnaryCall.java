package dev.ostiary.api;

import com.google.protobuf.Message;
import dev.ostiary.platform.http.CallRecord;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A call of one of our own gRPC methods without a wire in between, through the same checks as one
/// that came over the wire.
final class UnaryCall<Q, A> extends ServerCall<Q, A> {
  private final MethodDescriptor<Q, A> method;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private Metadata headers = new Metadata();
  private @Nullable A reply;
  private boolean closed;

  /// How a call ended.
  ///
  /// @param reply null unless the status is OK
  record Answer(Status status, Metadata headers, Metadata trailers, @Nullable Message reply) {}

  private UnaryCall(MethodDescriptor<Q, A> method) {
    this.method = method;
  }

  /// Calls a method.
  ///
  /// @param request makes the request out of an empty one; asked only once the headers were
  ///   accepted, so that nobody without a token learns what we think of a message
  static <Q, A> CompletableFuture<Answer> start(
      ServerMethodDefinition<Q, A> definition, Metadata headers, UnaryOperator<Message> request) {
    MethodDescriptor<Q, A> method = definition.getMethodDescriptor();
    UnaryCall<Q, A> call = new UnaryCall<>(method);
    Listener<Q> listener = definition.getServerCallHandler().startCall(call, headers);
    if (!call.closed) {
      call.deliver(listener, request);
    }
    return call.answer;
  }

  private void deliver(Listener<Q> listener, UnaryOperator<Message> request) {
    Q message;
    try {
      message = read(request);
    } catch (RuntimeException unreadable) {
      CallRecord record = CallRecord.current();
      Status status = Errors.status(unreadable, record.requestId());
      record.note("status", status.getCode());
      close(status, Errors.trailers(status, unreadable));
      return;
    }
    listener.onMessage(message);
    listener.onHalfClose();
  }

  private Q read(UnaryOperator<Message> request) {
    var marshaller = (PrototypeMarshaller<Q>) method.getRequestMarshaller();
    Q prototype = marshaller.getMessagePrototype();
    if (prototype instanceof Message empty) {
      return marshaller.getMessageClass().cast(request.apply(empty));
    }
    throw new IllegalStateException(method.getFullMethodName() + " takes no protobuf message");
  }

  @Override
  public void request(int count) {}

  @Override
  public void sendHeaders(Metadata headers) {
    this.headers = headers;
  }

  @Override
  public void sendMessage(A message) {
    reply = message;
  }

  @Override
  public void close(Status status, Metadata trailers) {
    closed = true;
    answer.complete(
        new Answer(status, headers, trailers, reply instanceof Message message ? message : null));
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  @Override
  public MethodDescriptor<Q, A> getMethodDescriptor() {
    return method;
  }
}
