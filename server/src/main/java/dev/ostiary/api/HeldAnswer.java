package dev.ostiary.api;

import com.google.protobuf.Message;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;

/// Keeps the answer of a call back until its change is committed.
final class HeldAnswer<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private @Nullable A message;
  private @Nullable Status status;
  private Metadata trailers = new Metadata();
  private boolean repeated;

  HeldAnswer(ServerCall<Q, A> call) {
    super(call);
  }

  @Override
  public void sendHeaders(Metadata headers) {}

  @Override
  public void sendMessage(A message) {
    this.message = message;
  }

  @Override
  public void close(Status status, Metadata trailers) {
    this.status = status;
    this.trailers = trailers;
  }

  /// What the handler answered; what did not end well is thrown, so that nothing of it stays.
  Message get() {
    if (status == null) {
      throw new IllegalStateException("a change must be answered before its handler returns");
    }
    if (!status.isOk() || !(message instanceof Message answer)) {
      throw status.asRuntimeException(trailers);
    }
    return answer;
  }

  /// Answers as an earlier call was answered.
  void repeat(byte[] earlier) {
    message = getMethodDescriptor().parseResponse(new ByteArrayInputStream(earlier));
    repeated = true;
  }

  /// Lets the answer go.
  void release() {
    Metadata headers = new Metadata();
    if (repeated) {
      headers.put(ChangeCheck.REPLAYED, "true");
    }
    super.sendHeaders(headers);
    if (message != null) {
      super.sendMessage(message);
    }
    super.close(Status.OK, trailers);
  }
}
