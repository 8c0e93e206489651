package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.ostiary.platform.Json;

/// The JSON answers of this package's endpoints.
final class Answers {
  private static final String NO_STORE = "no-store";

  private Answers() {}

  /// Something that is for the caller alone.
  static HttpResponse json(ObjectNode body) {
    return HttpResponse.of(headers(200, NO_STORE).build(), HttpData.wrap(Json.bytes(body)));
  }

  /// A document that any page may read, whatever site it is of.
  static HttpResponse open(String cacheControl, ObjectNode body) {
    return HttpResponse.of(
        headers(200, cacheControl).set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*").build(),
        HttpData.wrap(Json.bytes(body)));
  }

  /// Asks for an access token (RFC 6750, section 3).
  static HttpResponse tokenWanted() {
    return HttpResponse.of(
        headers(401, NO_STORE)
            .set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"userinfo\"")
            .build());
  }

  static HttpResponse refusal(OAuthRefusal refusal) {
    ResponseHeadersBuilder headers = headers(refusal.status(), NO_STORE);
    if (refusal.isOfBearerToken()) {
      headers.set(
          HttpHeaderNames.WWW_AUTHENTICATE,
          "Bearer realm=\"userinfo\", error=\"%s\", error_description=\"%s\""
              .formatted(refusal.code(), refusal.description()));
    } else if (refusal.status() == HttpStatus.UNAUTHORIZED.code()) {
      // RFC 9110, section 11.6.1: a 401 says how one could authenticate.
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"token\", charset=\"UTF-8\"");
    }
    if (refusal.retryAfter().isPositive()) {
      // Rounded up: who comes too early is refused again.
      long seconds = refusal.retryAfter().plusMillis(999).toSeconds();
      headers.setLong(HttpHeaderNames.RETRY_AFTER, seconds);
    }
    ObjectNode body =
        Json.object().put("error", refusal.code()).put("error_description", refusal.description());
    return HttpResponse.of(headers.build(), HttpData.wrap(Json.bytes(body)));
  }

  private static ResponseHeadersBuilder headers(int status, String cacheControl) {
    return ResponseHeaders.builder(HttpStatus.valueOf(status))
        .contentType(MediaType.JSON)
        .set(HttpHeaderNames.CACHE_CONTROL, cacheControl)
        .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff");
  }
}
