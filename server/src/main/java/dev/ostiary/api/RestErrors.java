package dev.ostiary.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.ostiary.platform.Problem;
import dev.ostiary.wire.errdetails.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;

/// An error as REST callers get it: the JSON of `google.rpc.Status` under the HTTP status that
/// belongs to its code (wire contract, sections 1.0 and 2.4).
final class RestErrors {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .preservingProtoFieldNames()
          .omittingInsignificantWhitespace()
          .usingTypeRegistry(TypeRegistry.newBuilder().add(ErrorInfo.getDescriptor()).build());

  private RestErrors() {}

  /// How a call ended that did not end well.
  static HttpResponse of(Status status, Metadata trailers) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(httpStatus(status, trailers)).contentType(MediaType.JSON);
    String retryAfter = trailers.get(Errors.RETRY_AFTER);
    if (retryAfter != null) {
      headers.set(HttpHeaderNames.RETRY_AFTER, retryAfter);
    }
    return HttpResponse.of(headers.build(), HttpData.ofUtf8(body(trailers)));
  }

  /// HTTP has a status of its own for a condition that does not hold (RFC 9110, section 15.5.13).
  private static HttpStatus httpStatus(Status status, Metadata trailers) {
    return Errors.code(trailers).equals(Problem.Kind.ETAG_MISMATCH.name())
        ? HttpStatus.PRECONDITION_FAILED
        : httpStatus(status.getCode());
  }

  /// What is refused where there is no call.
  static HttpResponse of(Status status) {
    return of(httpStatus(status.getCode()), status);
  }

  /// What is refused before there is a call.
  static HttpResponse of(HttpStatus httpStatus, Status status) {
    return HttpResponse.of(httpStatus, MediaType.JSON, body(status));
  }

  static String body(Status status) {
    return body(Errors.trailers(status, null));
  }

  private static String body(Metadata trailers) {
    try {
      return PRINTER.print(Errors.details(trailers));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The table of section 1.0.
  static HttpStatus httpStatus(Status.Code code) {
    return HttpStatus.valueOf(
        switch (code) {
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
        });
  }
}
