package dev.ostiary.api;

import dev.ostiary.event.Cause;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.http.CallRecord;
import dev.ostiary.token.AccessTokens;
import dev.ostiary.token.Verdict;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import org.jspecify.annotations.Nullable;

/// Lets a call pass that brings an access token of ours in its `authorization` header; every RPC
/// needs one, save those that the contract opens to everybody. Whatever is wrong with the token,
/// the answer is UNAUTHENTICATED: on anything else the SDKs would not get a new one (wire contract,
/// section 1.0). Only where a new one would help no more it is PERMISSION_DENIED.
final class BearerCheck implements ServerInterceptor {
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String SCHEME = "bearer ";

  private final AccessTokens tokens;

  BearerCheck(AccessTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (isOpen(call.getMethodDescriptor())) {
      return next.startCall(call, headers);
    }
    Caller caller = caller(headers.getAll(AUTHORIZATION));
    return Contexts.interceptCall(
        Context.current().withValue(Caller.KEY, caller), call, headers, next);
  }

  /// Who sends these `authorization` headers.
  ///
  /// @throws Problem UNAUTHENTICATED
  Caller caller(@Nullable Iterable<String> authorizations) {
    Verdict.Accepted accepted = accepted(authorizations);
    String client = accepted.client().id().toString();
    CallRecord record = CallRecord.current();
    record.note("environment", accepted.environment());
    record.note("client", client);
    Cause cause = new Cause(Cause.ActorType.API_CLIENT, client, record.requestId());
    return new Caller(accepted.environment(), cause);
  }

  private static boolean isOpen(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier proto
        && RpcTraits.isOpen(proto.getMethodDescriptor());
  }

  /// One SDK sends the header twice; one good token is enough.
  private Verdict.Accepted accepted(@Nullable Iterable<String> values) {
    Problem refusal = unauthenticated("Token empty");
    if (values != null) {
      for (String value : values) {
        if (value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
          switch (tokens.verify(value.substring(SCHEME.length()).strip())) {
            case Verdict.Accepted accepted -> {
              return accepted;
            }
            case Verdict.Rejected rejected -> refusal = refusal(rejected.reason());
          }
        }
      }
    }
    throw refusal;
  }

  private static Problem refusal(Verdict.Reason reason) {
    return reason.isFinal()
        ? new Problem(Problem.Kind.PERMISSION_DENIED, reason.message())
        : unauthenticated(reason.message());
  }

  private static Problem unauthenticated(String message) {
    return new Problem(Problem.Kind.UNAUTHENTICATED, message);
  }
}
