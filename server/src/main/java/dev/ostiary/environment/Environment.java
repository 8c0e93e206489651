package dev.ostiary.environment;

import dev.ostiary.platform.Faults;
import dev.ostiary.platform.id.EnvironmentId;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/// A tenant with a URL of its own. It never changes: its URL is the issuer in every token, and part
/// of what the identity providers of its customers have stored.
///
/// @param url scheme, host and, where it is not the usual one, port; without a slash at the end
public record Environment(EnvironmentId id, String name, URI url) {
  private static final int MAX_NAME = 100;

  /// A host name has 253 characters at most; the rest is scheme and port.
  private static final int MAX_URL = 300;

  public Environment {
    Faults faults =
        new Faults().text("name", name, 1, MAX_NAME).url("url", url.toString(), MAX_URL);
    if (!Objects.requireNonNullElse(url.getRawPath(), "").matches("/?")
        || url.getRawQuery() != null) {
      faults.add("url", "expected scheme and host only, e.g. https://auth.example.com");
    }
    faults.refuse();
    url = URI.create(url.getScheme().toLowerCase(Locale.ROOT) + "://" + authorityOf(url));
  }

  /// Host and port as a browser sends them: in lower case, the scheme's own port left out.
  public String authority() {
    return authorityOf(url);
  }

  /// Whether it is for trying things out: its URL is on the machine of whoever tries. Only there an
  /// app may be redirected to plain http, or by a pattern.
  public boolean isForDevelopment() {
    return Faults.isLoopback(url.getHost());
  }

  private static String authorityOf(URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    int usual = url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    return url.getPort() == -1 || url.getPort() == usual ? host : host + ":" + url.getPort();
  }
}
