package dev.ostiary.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import dev.ostiary.platform.Json;
import dev.ostiary.wire.errdetails.ErrorInfo;
import io.grpc.Status;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// An error as REST callers get it: the JSON of `google.rpc.Status` under the HTTP status that
/// belongs to its code (wire contract, sections 1.0 and 2.4).
final class RestErrors implements UnframedGrpcErrorHandler {
  private static final String ERROR_INFO = "type.googleapis.com/scalekit.v1.errdetails.ErrorInfo";

  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace()
          .usingTypeRegistry(TypeRegistry.newBuilder().add(ErrorInfo.getDescriptor()).build());

  @Override
  public HttpResponse handle(
      ServiceRequestContext context, Status status, AggregatedHttpResponse response) {
    String details = response.trailers().get(Errors.DETAILS.name());
    if (details == null) {
      details = response.headers().get(Errors.DETAILS.name());
    }
    return HttpResponse.of(
        HttpStatus.valueOf(httpStatus(status.getCode())),
        MediaType.JSON,
        details == null ? plain(status) : withDetails(details, status));
  }

  static HttpResponse of(Status.Code code, String message) {
    return HttpResponse.of(
        HttpStatus.valueOf(httpStatus(code)),
        MediaType.JSON,
        plain(Status.fromCode(code).withDescription(message)));
  }

  private static String withDetails(String header, Status status) {
    try {
      byte[] bytes = Base64.getDecoder().decode(header);
      return PRINTER.print(com.google.rpc.Status.parseFrom(bytes));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      return plain(status);
    }
  }

  static String plain(Status status) {
    var json = Json.object();
    json.put("code", status.getCode().value());
    json.put("message", message(status.getDescription(), status.getCode()));
    json.putArray("details")
        .addObject()
        .put("@type", ERROR_INFO)
        .put("error_code", status.getCode().name());
    return Json.text(json);
  }

  private static String message(@Nullable String description, Status.Code code) {
    return description == null ? code.name() : description;
  }

  /// The table of section 1.0.
  static int httpStatus(Status.Code code) {
    return switch (code) {
      case OK -> 200;
      case INVALID_ARGUMENT, FAILED_PRECONDITION, OUT_OF_RANGE -> 400;
      case UNAUTHENTICATED -> 401;
      case PERMISSION_DENIED -> 403;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS, ABORTED -> 409;
      case RESOURCE_EXHAUSTED -> 429;
      case CANCELLED -> 499;
      case UNKNOWN, INTERNAL, DATA_LOSS -> 500;
      case UNIMPLEMENTED -> 501;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
    };
  }
}
