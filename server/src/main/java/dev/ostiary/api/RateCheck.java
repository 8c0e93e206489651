package dev.ostiary.api;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.TokenBuckets;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Refuses the calls of a client that sends more than it may, so that one that runs wild does not
/// take the server from the others.
final class RateCheck implements ServerInterceptor {
  private final int perSecond;
  private final @Nullable TokenBuckets buckets;

  /// @param perSecond how many calls one client may begin in a second on this node; 0 for no limit
  RateCheck(int perSecond, InstantSource clock) {
    this.perSecond = perSecond;
    this.buckets = perSecond == 0 ? null : new TokenBuckets(perSecond, perSecond, clock);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (Caller.isKnown()) {
      count(Caller.current());
    }
    return next.startCall(call, headers);
  }

  /// Counts one call.
  ///
  /// @throws Problem RATE_LIMITED
  void count(Caller caller) {
    if (buckets == null) {
      return;
    }
    Duration wait = buckets.take(caller.cause().actorId());
    if (wait.isPositive()) {
      throw Problem.rateLimited(
          wait,
          "this client makes more than "
              + perSecond
              + " calls a second; slow down, or raise OSTIARY_RATE_LIMIT");
    }
  }
}
