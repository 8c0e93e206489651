package dev.ostiary.api;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/// What the server itself refuses before any service sees it, in the shape of the API's errors: an
/// unknown path, a wrong method, a body that is too large.
final class HttpErrors implements ServerErrorHandler {
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
    return AggregatedHttpResponse.of(status, MediaType.JSON, RestErrors.plain(answer));
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
