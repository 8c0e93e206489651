package dev.ostiary.api;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.DatabaseUnavailable;
import dev.ostiary.platform.http.CallRecord;
import dev.ostiary.wire.errdetails.ErrorInfo;
import dev.ostiary.wire.errdetails.ValidationErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever was thrown into a gRPC status, once. Every error carries
/// `grpc-status-details-bin` with the same code and message and one `ErrorInfo` (wire contract,
/// section 1.0); what is our own fault is logged, and the caller sees the request's id alone.
///
/// As Armeria's handler it is asked about what goes wrong before a call begins: a message that is
/// too large, or is none.
final class Errors implements GrpcExceptionHandlerFunction {
  static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /// As in HTTP (RFC 9110, section 10.2.3): a number of seconds.
  static final Metadata.Key<String> RETRY_AFTER =
      Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);

  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  @Override
  public Status apply(RequestContext context, Status status, Throwable cause, Metadata trailers) {
    CallRecord record = CallRecord.of(context);
    Status answer =
        switch (cause) {
          case StatusRuntimeException thrown -> status(thrown, record.requestId());
          case StatusException thrown -> status(thrown, record.requestId());
          default ->
              isOurs(status) || status.getCause() instanceof InvalidProtocolBufferException
                  ? status(cause, record.requestId())
                  : described(status);
        };
    record.note("status", answer.getCode());
    trailers.merge(trailers(answer, cause));
    return answer;
  }

  /// The answer to what was thrown.
  ///
  /// @param requestId finds the cause in the log, and is all we say about a fault of our own
  static Status status(Throwable cause, String requestId) {
    return switch (cause) {
      case Problem problem ->
          Status.fromCode(code(problem.kind())).withDescription(problem.getMessage());
      case DatabaseUnavailable away -> {
        LOG.atWarn().setCause(away).addKeyValue("request_id", requestId).log("no database");
        yield Status.UNAVAILABLE.withDescription("the database is not available; try again");
      }
      case StatusRuntimeException thrown when isReadable(thrown.getStatus()) ->
          described(thrown.getStatus());
      case StatusException thrown when isReadable(thrown.getStatus()) ->
          described(thrown.getStatus());
      default -> {
        if (isMalformed(cause)) {
          yield Status.INVALID_ARGUMENT.withDescription(
              "the request is not a message of this method; check the version of the client");
        }
        if (stemsFrom(ContentTooLargeException.class, cause)) {
          yield Status.RESOURCE_EXHAUSTED.withDescription(HttpErrors.TOO_LARGE);
        }
        LOG.atError().setCause(cause).addKeyValue("request_id", requestId).log("call failed");
        yield Status.INTERNAL.withDescription(
            "internal error; the server's log has more under request id " + requestId);
      }
    };
  }

  private static Status.Code code(Problem.Kind kind) {
    return switch (kind) {
      case ETAG_MISMATCH -> Status.Code.ABORTED;
      case RATE_LIMITED -> Status.Code.RESOURCE_EXHAUSTED;
      default -> Status.Code.valueOf(kind.name());
    };
  }

  private static boolean isReadable(Status status) {
    return !isOurs(status) && !isMalformed(status.getCause());
  }

  private static boolean isMalformed(@Nullable Throwable cause) {
    return stemsFrom(InvalidProtocolBufferException.class, cause);
  }

  private static boolean stemsFrom(Class<?> type, @Nullable Throwable cause) {
    for (Throwable next = cause; next != null; next = next.getCause()) {
      if (type.isInstance(next)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOurs(Status status) {
    return status.getCode() == Status.Code.UNKNOWN || status.getCode() == Status.Code.INTERNAL;
  }

  private static Status described(Status status) {
    return status.getDescription() == null
        ? status.withDescription(status.getCode().name())
        : status;
  }

  /// The details that belong to a status.
  static Metadata trailers(Status status, @Nullable Throwable cause) {
    ErrorInfo.Builder info = ErrorInfo.newBuilder().setErrorCode(status.getCode().name());
    if (cause instanceof Problem problem && !problem.violations().isEmpty()) {
      ValidationErrorInfo.Builder violations = info.getValidationErrorInfoBuilder();
      for (Problem.Violation violation : problem.violations()) {
        violations
            .addFieldViolationsBuilder()
            .setField(violation.field())
            .setDescription(violation.description())
            .setConstraint(violation.constraint());
      }
    }
    Metadata trailers = new Metadata();
    if (cause instanceof Problem problem) {
      info.setErrorCode(problem.kind().name());
      if (problem.retryAfter() != null) {
        trailers.put(RETRY_AFTER, seconds(problem.retryAfter()));
      }
    }
    trailers.put(
        DETAILS,
        com.google.rpc.Status.newBuilder()
            .setCode(status.getCode().value())
            .setMessage(String.valueOf(status.getDescription()))
            .addDetails(Any.pack(info.build()))
            .build()
            .toByteArray());
    return trailers;
  }

  /// What a call's trailers say in detail.
  static com.google.rpc.Status details(Metadata trailers) {
    byte[] details = trailers.get(DETAILS);
    try {
      return com.google.rpc.Status.parseFrom(details == null ? new byte[0] : details);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The `error_code` of a call's trailers.
  static String code(Metadata trailers) {
    try {
      for (Any detail : details(trailers).getDetailsList()) {
        if (detail.is(ErrorInfo.class)) {
          return detail.unpack(ErrorInfo.class).getErrorCode();
        }
      }
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
    return "";
  }

  /// Rounded up: who comes too early is refused again.
  private static String seconds(Duration duration) {
    return Long.toString(duration.plusMillis(999).toSeconds());
  }
}
