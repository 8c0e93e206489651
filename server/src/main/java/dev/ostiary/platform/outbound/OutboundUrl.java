package dev.ostiary.platform.outbound;

import com.linecorp.armeria.common.RequestTarget;
import com.linecorp.armeria.common.RequestTargetForm;
import dev.ostiary.platform.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A URL that somebody else chose and that we may send requests to. One that exists names a scheme,
/// host and port we speak to; whether the host's addresses are acceptable is seen when it is
/// resolved ([OutboundClient#vet]) and once more at every connection.
public final class OutboundUrl {
  /// The longest URL that browsers, proxies and servers agree on.
  public static final int MAX_LENGTH = 2048;

  private static final int MAX_HOST_LENGTH = 253;

  /// Below 1024 live mail, SSH, directories and other services that must not be sent HTTP; of them
  /// only the HTTPS ports are open.
  private static final int LOWEST_FREE_PORT = 1024;

  private static final Set<Integer> WEB_PORTS = Set.of(443, 8443);
  private static final int PLAIN_HTTP_PORT = 80;

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  /// A last label some resolver would read as a number, and the whole host as an address.
  private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

  /// Suffixes that no public name has (RFC 6761, 6762, 8375 and ICANN's reservation of `internal`).
  private static final Pattern PRIVATE_SUFFIX =
      Pattern.compile(".*\\.(local|localhost|internal|intranet|lan|home|corp|home\\.arpa)");

  static final String OPERATOR_REMEDY =
      "; the operator of this server can allow a private address with OSTIARY_OUTBOUND_ALLOW";

  private final String text;
  private final boolean tls;
  private final String host;
  private final @Nullable InetAddress literal;
  private final int port;
  private final String target;

  private OutboundUrl(
      String text,
      boolean tls,
      String host,
      @Nullable InetAddress literal,
      int port,
      String target) {
    this.text = text;
    this.tls = tls;
    this.host = host;
    this.literal = literal;
    this.port = port;
    this.target = target;
  }

  /// Reads the URL; resolves nothing.
  ///
  /// @param field the path of the field it came in, for the refusal
  /// @throws Problem when we would never send to it
  public static OutboundUrl parse(String field, String text, AddressPolicy policy) {
    URI uri = uri(field, text);
    boolean tls = tls(field, uri);
    if (uri.getRawUserInfo() != null || uri.getRawAuthority().indexOf('@') >= 0) {
      throw refused(
          field, "found a user name in the URL", "a URL without one; send credentials in a header");
    }
    if (uri.getRawFragment() != null) {
      throw refused(field, "found a fragment (#...)", "a URL without one, since it is never sent");
    }
    String host = host(field, uri);
    InetAddress literal = literal(field, host, policy);
    if (literal == null) {
      vetName(field, host, tls, policy);
    }
    int port = port(field, uri, tls, literal != null);
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String target = path + query;
    RequestTarget read = RequestTarget.forClient(target);
    if (read == null || read.form() != RequestTargetForm.ORIGIN) {
      throw refused(
          field,
          "found a path or query that cannot be sent, such as one with an encoded control character",
          "a path such as /hooks");
    }
    return new OutboundUrl(text, tls, host, literal, port, target);
  }

  /// Reads a URL that was accepted when it was stored. What the policy has become since is seen at
  /// every connection.
  public static OutboundUrl stored(String text) {
    return parse("url", text, AddressPolicy.UNRESTRICTED);
  }

  private static URI uri(String field, String text) {
    if (text.isEmpty()) {
      throw refused(field, "found nothing", "a URL such as https://app.example.com/hooks");
    }
    if (text.length() > MAX_LENGTH) {
      throw refused(
          field, "found " + text.length() + " characters", "at most " + MAX_LENGTH + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~') {
        throw refused(
            field,
            "found a space, control or non-ASCII character at position " + (i + 1),
            "ASCII only: percent-encode it, or write an international host name as xn--...");
      }
    }
    try {
      URI uri = new URI(text);
      if (uri.getRawAuthority() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw refused(
          field,
          "not a URL: " + e.getReason() + " at position " + (e.getIndex() + 1),
          "a URL such as https://app.example.com/hooks");
    }
    throw refused(field, "found no host", "a URL such as https://app.example.com/hooks");
  }

  private static boolean tls(String field, URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "https" -> true;
      case "http" -> false;
      default -> throw refused(field, "found the scheme \"" + scheme + "\"", "https");
    };
  }

  private static String host(String field, URI uri) {
    String host = uri.getHost();
    if (host == null) {
      // "_", "%", "127.1" and digits of other scripts end here: no host by RFC 3986 and 1123.
      throw refused(
          field,
          "found a host that is no DNS name (" + uri.getRawAuthority() + ")",
          "letters, digits, hyphens and dots, e.g. app.example.com");
    }
    return host.toLowerCase(Locale.ROOT);
  }

  private static @Nullable InetAddress literal(String field, String host, AddressPolicy policy) {
    if (!host.startsWith("[") && !ENDS_IN_NUMBER.matcher(host).matches()) {
      return null;
    }
    InetAddress address;
    try {
      address = Cidr.literal(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    } catch (IllegalArgumentException e) {
      throw refused(field, "found the number " + host + " as host", "a DNS name");
    }
    if (policy.check(address) != AddressPolicy.Verdict.ALLOWED_BY_OPERATOR) {
      throw refused(
          field, "found the IP address " + host + " as host", "a DNS name" + OPERATOR_REMEDY);
    }
    return address;
  }

  private static void vetName(String field, String host, boolean tls, AddressPolicy policy) {
    if (host.length() > MAX_HOST_LENGTH || !NAME.matcher(host).matches()) {
      throw refused(
          field,
          "found the host " + host,
          "a DNS name: labels of letters, digits and hyphens, without a dot at the end");
    }
    if (policy.opensPrivateNetworks()) {
      return; // its addresses decide, when it is resolved
    }
    if (isPrivateName(host)) {
      throw refused(
          field,
          "found " + host + ", a name that is known only inside a private network",
          "a public DNS name, e.g. app.example.com" + OPERATOR_REMEDY);
    }
    if (!tls) {
      throw refused(
          field, "found http", "https: what is sent here must not be readable on the way");
    }
  }

  private static boolean isPrivateName(String host) {
    return host.indexOf('.') < 0 || PRIVATE_SUFFIX.matcher(host).matches();
  }

  private static int port(String field, URI uri, boolean tls, boolean allowedByOperator) {
    int port = uri.getPort();
    if (port == -1) {
      return tls ? 443 : PLAIN_HTTP_PORT;
    }
    boolean usual =
        WEB_PORTS.contains(port) || port >= LOWEST_FREE_PORT || (!tls && port == PLAIN_HTTP_PORT);
    if (port < 1 || port > 65_535 || !(usual || allowedByOperator)) {
      throw refused(field, "found port " + port, "443, 8443, or one from 1024 to 65535");
    }
    return port;
  }

  static Problem refused(String field, String found, String expected) {
    return Problem.invalid(field, found + ", expected " + expected);
  }

  /// Whether it needs addresses that the operator opened: plain http, a private name, an address.
  boolean needsOperatorsAllowance() {
    return !tls || literal != null || isPrivateName(host);
  }

  boolean tls() {
    return tls;
  }

  /// The host in lower case: a DNS name, an IPv4 address, or an IPv6 address in brackets.
  public String host() {
    return host;
  }

  @Nullable InetAddress literal() {
    return literal;
  }

  /// Host and port, the port only when it is not the scheme's own.
  String authority() {
    return port == (tls ? 443 : PLAIN_HTTP_PORT) ? host : host + ":" + port;
  }

  /// Path and query as they were written; letters that were percent-encoded without need may be
  /// plain.
  String target() {
    return target;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OutboundUrl that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// The URL exactly as it was given.
  @Override
  public String toString() {
    return text;
  }
}
