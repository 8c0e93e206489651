package dev.ostiary.platform.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Tells whether a request that changes something was made by a page of another site, from what the
/// browser says of itself: `Sec-Fetch-Site` and `Origin` (OWASP ASVS 5.0, 3.5.1). A request that
/// says neither is no browser's of our days; it still needs the token of the page.
public final class CrossSite {
  private CrossSite() {}

  /// @param own where the pages of this server are, scheme and host
  /// @param origin the `Origin` header; `null` as a text is what a sandboxed frame sends
  /// @param fetchSite the `Sec-Fetch-Site` header
  public static boolean isForeign(URI own, @Nullable String origin, @Nullable String fetchSite) {
    if (fetchSite != null && !fetchSite.equals("same-origin") && !fetchSite.equals("none")) {
      return true;
    }
    return origin != null && !origin.equalsIgnoreCase(own.toString());
  }
}
