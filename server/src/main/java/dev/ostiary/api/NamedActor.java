package dev.ostiary.api;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ostiary.event.Cause;
import dev.ostiary.platform.database.Actor;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/// Runs every call that may change something in its caller's name, so that the audit log has it.
/// Calls that only look are not named, which saves them a round trip; callers of what is open to
/// everybody have no name.
final class NamedActor implements ServerInterceptor {
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
    if (RpcTraits.isRead(method) || !Caller.isKnown()) {
      return next.startCall(call, headers);
    }
    Cause cause = Caller.current().cause();
    Actor actor =
        new Actor(
            cause.actor().name(),
            cause.actorId(),
            cause.requestId(),
            ServiceRequestContext.current().clientAddress().getHostAddress());
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      // The whole request of a unary call is there by now: its handler runs inside.
      @Override
      public void onHalfClose() {
        actor.as(() -> {
          super.onHalfClose();
          return true;
        });
      }
    };
  }
}
