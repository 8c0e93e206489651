package dev.ostiary.api;

import dev.ostiary.platform.http.CallRecord;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;

/// Ends every call in one way, whichever door it came in by: what is thrown becomes a status, and
/// every status but OK carries its details. Stands outermost, so nothing passes it by.
final class CallEnd implements ServerInterceptor {
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    CallRecord record = CallRecord.current();
    record.note("method", call.getMethodDescriptor().getFullMethodName());
    Ending<Q, A> ending = new Ending<>(call, record);
    try {
      return new Guarded<>(next.startCall(ending, headers), ending);
    } catch (RuntimeException e) {
      ending.end(e);
      return new ServerCall.Listener<>() {};
    }
  }

  /// A call that is closed once, with details.
  private static final class Ending<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final CallRecord record;
    private boolean closed;

    Ending(ServerCall<Q, A> call, CallRecord record) {
      super(call);
      this.record = record;
    }

    void end(RuntimeException cause) {
      Status status = Errors.status(cause, record.requestId());
      if (!closed) {
        close(status, Errors.trailers(status, cause));
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      closed = true;
      record.note("status", status.getCode());
      if (status.isOk() || trailers.containsKey(Errors.DETAILS)) {
        super.close(status, trailers);
      } else {
        Status described = described(status);
        trailers.merge(Errors.trailers(described, null));
        super.close(described, trailers);
      }
    }

    /// What grpc-java says itself where a method has no implementation is meant for its developer.
    private Status described(Status status) {
      return status.getCode() == Status.Code.UNIMPLEMENTED
          ? status.withDescription(
              getMethodDescriptor().getFullMethodName() + " is not served by this server")
          : status;
    }
  }

  /// A listener after whose first failure nothing more is heard.
  private static final class Guarded<Q> extends SimpleForwardingServerCallListener<Q> {
    private final Ending<Q, ?> ending;

    Guarded(ServerCall.Listener<Q> listener, Ending<Q, ?> ending) {
      super(listener);
      this.ending = ending;
    }

    @Override
    public void onMessage(Q message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    private void guard(Runnable step) {
      if (ending.closed) {
        return;
      }
      try {
        step.run();
      } catch (RuntimeException e) {
        ending.end(e);
      }
    }
  }
}
