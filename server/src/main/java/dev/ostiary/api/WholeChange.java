package dev.ostiary.api;

import com.google.protobuf.Message;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import io.grpc.Context;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The change of one call, as one transaction with the answer that is remembered of it.
///
/// Most handlers are nothing but their change. One that asks strangers first, who may keep it
/// waiting, has asked before its change begins: a transaction that waits for a slow identity
/// provider would keep a database connection from everybody else.
final class WholeChange {
  private static final Context.Key<WholeChange> KEY = Context.key("whole-change");

  private final Database database;
  private final IdempotencyKeys keys;
  private final HeldAnswer<?, ?> answer;
  private final @Nullable String key;
  private final @Nullable Precondition precondition;
  private IdempotencyKeys.@Nullable Claim claim;
  private boolean begun;

  /// @param key under which the change is to be made once; null for however often it is asked for
  /// @param precondition that it depends on; null when it depends on nothing
  WholeChange(
      Database database,
      IdempotencyKeys keys,
      HeldAnswer<?, ?> answer,
      @Nullable String key,
      @Nullable Precondition precondition) {
    this.database = database;
    this.keys = keys;
    this.answer = answer;
    this.key = key;
    this.precondition = precondition;
  }

  Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /// Runs what the present call changes, its answer included. Handlers that ask strangers first
  /// ([RpcTraits#asksFirst]) say by this where their change begins.
  static void make(Runnable change) {
    WholeChange whole = KEY.get();
    if (whole == null) {
      change.run();
    } else {
      whole.begin(change);
    }
  }

  void request(Message request) {
    if (key != null) {
      claim = keys.claim(Caller.current(), key, method(), request);
    }
  }

  private String method() {
    return answer.getMethodDescriptor().getFullMethodName();
  }

  /// Runs the handler and answers its call.
  void run(Runnable handler) {
    if (!RpcTraits.asksFirst(method())) {
      begin(handler);
    } else if (!repeatsEarlier()) {
      handler.run();
      if (!begun) {
        throw new IllegalStateException(method() + " has not said where its change begins");
      }
    }
    answer.release();
  }

  /// Whether nobody need be asked, since the call was made before.
  private boolean repeatsEarlier() {
    IdempotencyKeys.Claim made = claim;
    return made != null && repeat(database.transact(tx -> keys.earlier(tx, made)));
  }

  private boolean repeat(Optional<byte[]> earlier) {
    earlier.ifPresent(answer::repeat);
    return earlier.isPresent();
  }

  private void begin(Runnable change) {
    begun = true;
    Function<Tx, Boolean> work = tx -> once(tx, change);
    var _ = precondition == null ? database.together(work) : database.snapshot(work);
  }

  /// @return false when the call was made before, and its answer is repeated
  private boolean once(Tx tx, Runnable change) {
    IdempotencyKeys.Claim made = claim;
    if (made == null) {
      answered(change);
      return true;
    }
    if (repeat(keys.begin(tx, made))) {
      return false;
    }
    keys.keep(tx, made, answered(change));
    return true;
  }

  private Message answered(Runnable change) {
    change.run();
    Message message = answer.get();
    if (precondition != null && !precondition.judged()) {
      throw Problem.invalid(
          "if-match", "what this call changes has no version; send the call without it");
    }
    return message;
  }
}
