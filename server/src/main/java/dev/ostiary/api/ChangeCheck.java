package dev.ostiary.api;

import com.google.protobuf.Message;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What callers may ask of a change beyond the change itself: to be made once however often they
/// send it (`idempotency-key`), and only if the object is what they think it is (`if-match`). A
/// call that asks for either runs as one transaction, answer included. Every answer about a single
/// object says its version (`etag`).
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
    Held<Q, A> held = new Held<>(tagged);
    Context context = precondition == null ? Context.current() : precondition.in(Context.current());
    ServerCall.Listener<Q> handler = Contexts.interceptCall(context, held, headers, next);
    return new Whole<>(handler, held, Caller.current(), key, precondition);
  }

  /// A call that is run when its request is complete, as one transaction.
  private final class Whole<Q, A> extends SimpleForwardingServerCallListener<Q> {
    private final Held<Q, A> held;
    private final Caller caller;
    private final @Nullable String key;
    private final @Nullable Precondition precondition;
    private @Nullable Message request;

    Whole(
        ServerCall.Listener<Q> handler,
        Held<Q, A> held,
        Caller caller,
        @Nullable String key,
        @Nullable Precondition precondition) {
      super(handler);
      this.held = held;
      this.caller = caller;
      this.key = key;
      this.precondition = precondition;
    }

    @Override
    public void onMessage(Q message) {
      request = (Message) message;
      super.onMessage(message);
    }

    @Override
    public void onHalfClose() {
      Function<Tx, Boolean> work = tx -> request == null || run(tx, request);
      boolean fresh = precondition == null ? database.together(work) : database.snapshot(work);
      held.release(fresh);
    }

    /// @return false when the call was made before, and its answer is repeated
    private boolean run(Tx tx, Message message) {
      if (key == null) {
        answered();
        return true;
      }
      String method = held.getMethodDescriptor().getFullMethodName();
      IdempotencyKeys.Claim claim = keys.claim(caller, key, method, message);
      Optional<byte[]> earlier = keys.begin(tx, claim);
      if (earlier.isPresent()) {
        held.repeat(earlier.get());
        return false;
      }
      keys.keep(tx, claim, answered());
      return true;
    }

    /// Lets the handler run; what did not end well is thrown, so that nothing of it stays.
    private Message answered() {
      super.onHalfClose();
      Message answer = held.answer();
      if (precondition != null && !precondition.judged()) {
        throw Problem.invalid(
            "if-match", "what this call changes has no version; send the call without it");
      }
      return answer;
    }
  }

  /// Keeps the answer back until the transaction is committed.
  private static final class Held<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private @Nullable A message;
    private @Nullable Status status;
    private Metadata trailers = new Metadata();

    Held(ServerCall<Q, A> call) {
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

    Message answer() {
      if (status == null) {
        throw new IllegalStateException("a change must be answered before its handler returns");
      }
      if (!status.isOk() || !(message instanceof Message answer)) {
        throw status.asRuntimeException(trailers);
      }
      return answer;
    }

    void repeat(byte[] earlier) {
      message = getMethodDescriptor().parseResponse(new ByteArrayInputStream(earlier));
      status = Status.OK;
    }

    void release(boolean fresh) {
      Metadata headers = new Metadata();
      if (!fresh) {
        headers.put(REPLAYED, "true");
      }
      super.sendHeaders(headers);
      if (message != null) {
        super.sendMessage(message);
      }
      super.close(Status.OK, trailers);
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
