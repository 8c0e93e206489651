package dev.ostiary.api;

import com.google.protobuf.Any;
import com.linecorp.armeria.common.RequestContext;
import com.linecorp.armeria.common.grpc.GrpcExceptionHandlerFunction;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.DatabaseUnavailable;
import dev.ostiary.wire.errdetails.ErrorInfo;
import dev.ostiary.wire.errdetails.ValidationErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever was thrown into a gRPC status, once. Every error carries
/// `grpc-status-details-bin` with the same code and message and one `ErrorInfo` (wire contract,
/// section 1.0); what is our own fault is logged with an id, and the id is all that the caller
/// sees.
final class Errors implements GrpcExceptionHandlerFunction {
  static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  @Override
  public Status apply(RequestContext context, Status status, Throwable cause, Metadata trailers) {
    Status answer = status(context, status, cause);
    trailers.put(DETAILS, details(answer, cause).toByteArray());
    return answer;
  }

  private static Status status(RequestContext context, Status status, Throwable cause) {
    return switch (cause) {
      case Problem problem ->
          Status.fromCode(Status.Code.valueOf(problem.kind().name()))
              .withDescription(problem.getMessage());
      case DatabaseUnavailable away -> {
        LOG.atWarn().setCause(away).log("database unavailable");
        yield Status.UNAVAILABLE.withDescription("the database is not available; try again");
      }
      case StatusRuntimeException thrown -> described(thrown.getStatus());
      case StatusException thrown -> described(thrown.getStatus());
      default -> {
        if (isOurs(status)) {
          LOG.atError().setCause(cause).addKeyValue("id", context.id()).log("call failed");
          yield Status.INTERNAL.withDescription("internal error " + context.id().shortText());
        }
        yield described(status);
      }
    };
  }

  /// The details as a header has them.
  static String encodedDetails(Status status) {
    byte[] details = details(status, new StatusRuntimeException(status)).toByteArray();
    return Base64.getEncoder().withoutPadding().encodeToString(details);
  }

  private static boolean isOurs(Status status) {
    return status.getCode() == Status.Code.UNKNOWN || status.getCode() == Status.Code.INTERNAL;
  }

  private static Status described(Status status) {
    return status.getDescription() == null
        ? status.withDescription(status.getCode().name())
        : status;
  }

  private static com.google.rpc.Status details(Status status, Throwable cause) {
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
    return com.google.rpc.Status.newBuilder()
        .setCode(status.getCode().value())
        .setMessage(String.valueOf(status.getDescription()))
        .addDetails(Any.pack(info.build()))
        .build();
  }
}
