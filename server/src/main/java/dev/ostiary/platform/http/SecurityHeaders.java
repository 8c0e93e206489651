package dev.ostiary.platform.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServerBuilder;

/// The headers that keep a browser from doing more with an answer than looking at it. Each is a
/// default of the whole port, errors included, and yields to what a service sets itself: a page its
/// own content policy, the public keys their caching.
final class SecurityHeaders {
  /// Nothing is loaded, framed or submitted: right for JSON, and the safe start for a page.
  private static final String CONTENT_POLICY =
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  /// One year, the least that preload lists ask for; subdomains are not ours to decide about.
  private static final String STRICT_TRANSPORT = "max-age=31536000";

  private SecurityHeaders() {}

  /// @param https whether people reach this server by https, here or at a proxy in front of it
  static void install(ServerBuilder server, boolean https) {
    server
        .setHeader(HttpHeaderNames.CONTENT_SECURITY_POLICY, CONTENT_POLICY)
        .setHeader(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
        .setHeader(HttpHeaderNames.REFERRER_POLICY, "no-referrer")
        .setHeader(HttpHeaderNames.CROSS_ORIGIN_OPENER_POLICY, "same-origin")
        .setHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
    if (https) {
      server.setHeader(HttpHeaderNames.STRICT_TRANSPORT_SECURITY, STRICT_TRANSPORT);
    }
  }
}
