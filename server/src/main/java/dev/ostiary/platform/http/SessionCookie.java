package dev.ostiary.platform.http;

import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.platform.Secret;
import java.net.URI;
import java.util.Optional;

/// A cookie that says who a browser is. Scripts cannot read it, other sites cannot set it
/// (`__Host-`, RFC 6265bis, section 4.1.3.2), and it ends with the browser. Where people reach the
/// server by plain http, which is on the developer's own machine, it can be neither `Secure` nor
/// `__Host-`.
///
/// @param name without the prefix
/// @param framed whether it must also arrive in a frame on another site's page; it is then kept
///   apart for each such site
public record SessionCookie(String name, boolean framed) {
  private static final String HOST_ONLY = "__Host-";

  /// The text of the `Set-Cookie` header that gives the browser a session.
  public String give(URI server, Secret session) {
    return head(server, session.reveal());
  }

  /// The text of the `Set-Cookie` header that takes it away.
  public String take(URI server) {
    return head(server, "") + "; Max-Age=0";
  }

  private String head(URI server, String value) {
    boolean https = isHttps(server);
    String sameSite = framed && https ? "None; Partitioned" : "Lax";
    return nameOn(https)
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite="
        + sameSite
        + (https ? "; Secure" : "");
  }

  /// The session that a request comes with.
  public Optional<Secret> of(URI server, RequestHeaders headers) {
    String wanted = nameOn(isHttps(server));
    return headers.cookies().stream()
        .filter(cookie -> cookie.name().equals(wanted))
        .map(Cookie::value)
        .filter(value -> !value.isEmpty())
        .findFirst()
        .map(Secret::new);
  }

  private String nameOn(boolean https) {
    return https ? HOST_ONLY + name : name;
  }

  private static boolean isHttps(URI server) {
    return "https".equals(server.getScheme());
  }
}
