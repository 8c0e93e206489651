package dev.ostiary.api;

import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ostiary.event.Cause;
import dev.ostiary.platform.database.Actor;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.List;

/// Runs every call that may change something in its caller's name, so that the audit log has it.
/// Calls that only look are not named, which saves them a round trip.
final class NamedActor implements ServerInterceptor {
  private static final List<String> LOOKING = List.of("Get", "List", "Search");

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
    if (LOOKING.stream().anyMatch(method::startsWith)) {
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
