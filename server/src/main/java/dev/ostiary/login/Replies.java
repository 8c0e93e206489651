package dev.ostiary.login;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.ostiary.environment.Branding;

/// Puts what a browser is told into HTTP.
final class Replies {
  private Replies() {}

  /// @param branding of the environment whose page it is
  static HttpResponse http(Reply reply, Branding branding) {
    return switch (reply.next()) {
      case NextStep.Redirect redirect ->
          HttpResponse.of(
              headers(HttpStatus.SEE_OTHER, reply)
                  .set(HttpHeaderNames.LOCATION, redirect.url())
                  .build());
      case NextStep.FormPost form -> page(reply, HttpStatus.OK, FormPage.html(form), FormPage.CSP);
      case NextStep.Page page ->
          page(
              reply,
              HttpStatus.valueOf(page.status()),
              PageFrame.html(page, branding),
              PageFrame.csp(branding));
      case NextStep.Wait wait ->
          http(Reply.of(wait.page()), branding)
              .mapHeaders(headers ->
                  headers.toBuilder().setLong(HttpHeaderNames.RETRY_AFTER, wait.seconds()).build());
      case NextStep.Document document ->
          HttpResponse.of(
              headers(HttpStatus.OK, reply)
                  .contentType(MediaType.parse(document.mediaType()))
                  .build(),
              HttpData.ofUtf8(document.text()));
    };
  }

  private static HttpResponse page(Reply reply, HttpStatus status, String html, String csp) {
    return HttpResponse.of(
        headers(status, reply)
            .contentType(MediaType.HTML_UTF_8)
            .set(HttpHeaderNames.CONTENT_SECURITY_POLICY, csp)
            .build(),
        HttpData.ofUtf8(html));
  }

  /// Addresses in the front channel hold codes and handles: no page that follows may learn them.
  private static ResponseHeadersBuilder headers(HttpStatus status, Reply reply) {
    return ResponseHeaders.builder(status)
        .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
        .set(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
        .set(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .cookies(reply.cookies().toArray(com.linecorp.armeria.common.Cookie[]::new));
  }
}
