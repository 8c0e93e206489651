package dev.ostiary.api;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/// What the server itself refuses before any service sees it, in the shape of the API's errors: an
/// unknown path, a wrong method, a body that is too large. A gRPC caller, which may ask for a
/// service that is not served, gets a gRPC status.
final class HttpErrors implements ServerErrorHandler {
  private static final MediaType GRPC = MediaType.parse("application/grpc");

  @Override
  public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    return null; // Armeria knows best which status its own exceptions mean; the body is rendered
    // below
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext context,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    Status answer = Status.fromCode(code(status.code())).withDescription(words(status, headers));
    if (headers != null && isGrpc(headers)) {
      return status.equals(HttpStatus.NOT_FOUND)
          ? grpc(Status.UNIMPLEMENTED.withDescription("not served: " + headers.path()))
          : grpc(answer);
    }
    return AggregatedHttpResponse.of(status, MediaType.JSON, RestErrors.plain(answer));
  }

  /// Also `application/grpc+proto`, as some clients have it.
  private static boolean isGrpc(RequestHeaders headers) {
    MediaType type = headers.contentType();
    return type != null && (type.type() + "/" + type.subtype()).startsWith(GRPC.toString());
  }

  /// A response that consists of trailers only (gRPC over HTTP/2, section Responses).
  private static AggregatedHttpResponse grpc(Status status) {
    return AggregatedHttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(GRPC)
            .setInt("grpc-status", status.getCode().value())
            .set("grpc-message", String.valueOf(status.getDescription()))
            .set(Errors.DETAILS.name(), Errors.encodedDetails(status))
            .build());
  }

  private static String words(HttpStatus status, @Nullable RequestHeaders headers) {
    String path = headers == null ? "" : headers.method() + " " + headers.path();
    return switch (status.code()) {
      case 404 -> "not found: there is no " + path;
      case 405 -> "method not allowed: " + path;
      case 413 -> "the request body is too large; expected at most 1 MiB";
      case 415 -> "unsupported media type; expected content-type: application/json";
      default -> status.reasonPhrase();
    };
  }

  private static Status.Code code(int status) {
    return switch (status) {
      case 400, 415 -> Status.Code.INVALID_ARGUMENT;
      case 401 -> Status.Code.UNAUTHENTICATED;
      case 403 -> Status.Code.PERMISSION_DENIED;
      case 404 -> Status.Code.NOT_FOUND;
      case 405 -> Status.Code.UNIMPLEMENTED;
      case 413, 429 -> Status.Code.RESOURCE_EXHAUSTED;
      case 503 -> Status.Code.UNAVAILABLE;
      default -> status >= 500 ? Status.Code.INTERNAL : Status.Code.INVALID_ARGUMENT;
    };
  }
}
