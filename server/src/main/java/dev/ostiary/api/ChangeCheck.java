package dev.ostiary.api;

import com.google.protobuf.Message;
import dev.ostiary.platform.database.Database;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/// What callers may ask of a change beyond the change itself: to be made once however often they
/// send it (`idempotency-key`), and only if the object is what they think it is (`if-match`). A
/// call that asks for either makes its change as one transaction, answer included ([WholeChange]).
/// Every answer about a single object says its version (`etag`).
final class ChangeCheck implements ServerInterceptor {
  static final Metadata.Key<String> IDEMPOTENCY_KEY = key("idempotency-key");
  static final Metadata.Key<String> IF_MATCH = key("if-match");
  static final Metadata.Key<String> ETAG = key("etag");

  /// Says that the answer is that of an earlier call.
  static final Metadata.Key<String> REPLAYED = key("idempotency-replayed");

  private final Database database;
  private final IdempotencyKeys keys;

  ChangeCheck(Database database, IdempotencyKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    ServerCall<Q, A> tagged = new Tagged<>(call);
    String key = headers.get(IDEMPOTENCY_KEY);
    String condition = headers.get(IF_MATCH);
    boolean plain = key == null && condition == null;
    String rpc = String.valueOf(call.getMethodDescriptor().getBareMethodName());
    if (plain || RpcTraits.isRead(rpc) || !Caller.isKnown()) {
      return next.startCall(tagged, headers);
    }
    Precondition precondition = condition == null ? null : new Precondition(condition);
    HeldAnswer<Q, A> answer = new HeldAnswer<>(tagged);
    WholeChange change = new WholeChange(database, keys, answer, key, precondition);
    Context context = change.in(Context.current());
    if (precondition != null) {
      context = precondition.in(context);
    }
    return new Whole<>(Contexts.interceptCall(context, answer, headers, next), change);
  }

  /// A call that is run when its request is complete.
  private static final class Whole<Q> extends SimpleForwardingServerCallListener<Q> {
    private final WholeChange change;

    Whole(ServerCall.Listener<Q> handler, WholeChange change) {
      super(handler);
      this.change = change;
    }

    @Override
    public void onMessage(Q message) {
      change.request((Message) message);
      super.onMessage(message);
    }

    @Override
    public void onHalfClose() {
      change.run(super::onHalfClose);
    }
  }

  /// Adds the version of the object that the answer is about.
  private static final class Tagged<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private Metadata headers = new Metadata();

    Tagged(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void sendHeaders(Metadata headers) {
      this.headers = headers;
    }

    @Override
    public void sendMessage(A message) {
      Etags.of((Message) message).ifPresent(version -> headers.put(ETAG, version));
      super.sendHeaders(headers);
      super.sendMessage(message);
    }
  }
}
