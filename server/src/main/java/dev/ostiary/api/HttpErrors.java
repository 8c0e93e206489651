package dev.ostiary.api;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What the server itself refuses before any service sees it, in the shape of the API's errors: an
/// unknown path, a wrong method, a body that is too large.
final class HttpErrors implements ServerErrorHandler {
  static final String TOO_LARGE = "the request body is too large; expected at most 1 MiB";

  @Override
  public @Nullable HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    if (cause instanceof RequestTimeoutException) {
      return RestErrors.of(
          HttpStatus.GATEWAY_TIMEOUT,
          Status.DEADLINE_EXCEEDED.withDescription("the call took too long; try again"));
    }
    // Armeria knows best which status its other exceptions mean; the body is rendered below.
    return null;
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
    return headers != null && isGrpc(headers)
        ? grpc(answer)
        : AggregatedHttpResponse.of(status, MediaType.JSON, RestErrors.body(answer));
  }

  /// Serves what is gRPC. Whoever comes to one of its paths with something else is told so.
  static HttpResponse servedAsGrpc(
      HttpService grpc, ServiceRequestContext context, HttpRequest request) throws Exception {
    if (request.method() != HttpMethod.POST) {
      return RestErrors.of(
          HttpStatus.METHOD_NOT_ALLOWED,
          Status.UNIMPLEMENTED.withDescription(
              "there is no " + request.method() + " of " + context.path() + "; expected POST"));
    }
    return isGrpc(request.headers())
        ? grpc.serve(context, request)
        : RestErrors.of(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            Status.INVALID_ARGUMENT.withDescription(
                context.path()
                    + " is served over gRPC, expected content-type application/grpc; the REST API is"
                    + " at "
                    + RestService.PREFIX));
  }

  private static boolean isGrpc(RequestHeaders headers) {
    // application/grpc, application/grpc+proto and their kind.
    return headers.get(HttpHeaderNames.CONTENT_TYPE, "").startsWith("application/grpc");
  }

  /// In gRPC an error stands in the headers, and what cannot be found is not implemented.
  private static AggregatedHttpResponse grpc(Status found) {
    Status answer =
        found.getCode() == Status.Code.NOT_FOUND
            ? Status.UNIMPLEMENTED.withDescription(found.getDescription())
            : found;
    byte[] details = Errors.trailers(answer, null).get(Errors.DETAILS);
    return AggregatedHttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.create("application", "grpc"))
            .setInt("grpc-status", answer.getCode().value())
            .set("grpc-message", percentEncoded(String.valueOf(answer.getDescription())))
            .set(
                Errors.DETAILS.name(), Base64.getEncoder().withoutPadding().encodeToString(details))
            .build());
  }

  /// The form of `grpc-message` (gRPC over HTTP2, section Responses): what is not printable ASCII,
  /// and the percent sign itself, byte by byte. A caller's path may hold anything.
  private static String percentEncoded(String message) {
    StringBuilder encoded = new StringBuilder(message.length());
    for (byte octet : message.getBytes(StandardCharsets.UTF_8)) {
      if (octet < ' ' || octet > '~' || octet == '%') {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
      } else {
        encoded.append((char) octet);
      }
    }
    return encoded.toString();
  }

  private static String words(HttpStatus status, @Nullable RequestHeaders headers) {
    String path = headers == null ? "" : headers.method() + " " + headers.path();
    return switch (status.code()) {
      case 404 -> "not found: there is no " + path;
      case 405 -> "method not allowed: " + path;
      case 413 -> TOO_LARGE;
      default -> status.reasonPhrase();
    };
  }

  private static Status.Code code(int status) {
    return switch (status) {
      case 400 -> Status.Code.INVALID_ARGUMENT;
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
