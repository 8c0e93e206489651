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
  private Answers() {}

  static HttpResponse json(int status, String cacheControl, ObjectNode body) {
    return HttpResponse.of(headers(status, cacheControl).build(), HttpData.wrap(Json.bytes(body)));
  }

  static HttpResponse refusal(OAuthRefusal refusal) {
    ResponseHeadersBuilder headers = headers(refusal.status(), "no-store");
    if (refusal.status() == HttpStatus.UNAUTHORIZED.code()) {
      // RFC 9110, section 11.6.1: a 401 says how one could authenticate.
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"token\", charset=\"UTF-8\"");
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
