package dev.ostiary.environment;

import dev.ostiary.platform.Faults;
import dev.ostiary.platform.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a browser may be sent with an answer (wire contract, section 3.3). What a request names
/// must be equal to it, character by character; two marks loosen that:
///
/// - `*` as the leftmost label of the host stands for any one label, in development alone;
/// - `{{org_slug}}`, `{{external_id}}` or `{{<metadata key>}}`, as a whole label of the host or a
///   whole segment of the path, stands for that attribute of the organization that signs in.
public record RedirectUri(String text) {
  private static final int MAX_LENGTH = 256;

  private static final Pattern SHAPE = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):([!-~]+)");
  private static final Pattern AUTHORITY =
      Pattern.compile("//(\\[[0-9a-fA-F:.]+]|[^/:\\[\\]]+)(:[0-9]{1,5})?((?:/[^/]*)*)");
  private static final Pattern LABEL =
      Pattern.compile("[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?");
  private static final Pattern SEGMENT = Pattern.compile("[a-zA-Z0-9._~!$&'()+,;=:@%-]*");
  private static final Pattern TEMPLATE = Pattern.compile("\\{\\{([a-z0-9_-]{3,25})}}");

  /// A browser that is sent there runs or shows what the address itself holds.
  private static final Set<String> HARMFUL =
      Set.of(
          "javascript",
          "data",
          "vbscript",
          "file",
          "blob",
          "about",
          "view-source",
          "ws",
          "wss",
          "ftp");

  public RedirectUri {
    fault(text)
        .ifPresent(fault -> {
          throw Problem.invalid("redirect_uri", fault);
        });
  }

  /// What is wrong with a text that is to become one.
  static Optional<String> fault(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.of("found " + text.length() + " characters, expected at most " + MAX_LENGTH);
    }
    if (text.contains("?") || text.contains("#")) {
      return Optional.of(
          "expected a URI without query and fragment; use state for what must come back");
    }
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches() || text.contains("\\")) {
      return Optional.of("expected an absolute URI such as https://app.example.com/callback");
    }
    String scheme = shape.group(1);
    if (!scheme.equals(scheme.toLowerCase(java.util.Locale.ROOT)) || HARMFUL.contains(scheme)) {
      return Optional.of("the scheme " + scheme + " cannot be redirected to; expected https");
    }
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return text.contains("*") || text.contains("{")
          ? Optional.of("a scheme of your own goes with neither * nor {{…}}")
          : Optional.empty();
    }
    Matcher parts = AUTHORITY.matcher(shape.group(2));
    if (!parts.matches()) {
      return Optional.of("expected a host, e.g. https://app.example.com/callback");
    }
    return hostFault(parts.group(1)).or(() -> pathFault(parts.group(3)));
  }

  private static Optional<String> hostFault(String host) {
    if (host.startsWith("[")) {
      return Optional.empty();
    }
    String[] labels = host.split("\\.", -1);
    for (int i = 0; i < labels.length; i++) {
      boolean wildcard = i == 0 && labels[i].equals("*");
      if (!wildcard
          && !LABEL.matcher(labels[i]).matches()
          && !TEMPLATE.matcher(labels[i]).matches()) {
        return Optional.of(
            "the host may hold one * as its leftmost label, {{…}} as a whole label, and no user"
                + " name");
      }
    }
    boolean loose = labels[0].equals("*") || labels[labels.length - 1].contains("{");
    // Whoever owns *.example would own every site of a registry.
    if (loose && (labels.length < 3 || labels[1].contains("{")) && !host.equals("*.localhost")) {
      return Optional.of("a * needs a domain of your own behind it, e.g. https://*.example.com");
    }
    return labels[labels.length - 1].contains("{")
        ? Optional.of("{{…}} cannot be the last label of the host")
        : Optional.empty();
  }

  private static Optional<String> pathFault(String path) {
    for (String segment : path.split("/", -1)) {
      boolean dots = segment.equals(".") || segment.equals("..");
      if (dots || (!SEGMENT.matcher(segment).matches() && !TEMPLATE.matcher(segment).matches())) {
        return Optional.of("the path may hold {{…}} as a whole segment, no *, and no dots alone");
      }
    }
    return Optional.empty();
  }

  /// What keeps it from being used outside of development.
  Optional<String> productionFault(ClientType type) {
    if (text.startsWith("https:")) {
      return text.contains("*") ? Optional.of("* is for development alone") : Optional.empty();
    }
    if (type != ClientType.NATIVE) {
      return Optional.of("expected https (http and schemes of your own: development, or NATIVE)");
    }
    // A program may listen on its own machine (RFC 8252, section 7.3).
    return text.startsWith("http:") && !isOnLoopback()
        ? Optional.of("expected https; http only for a host such as 127.0.0.1")
        : Optional.empty();
  }

  private boolean isOnLoopback() {
    Matcher parts = AUTHORITY.matcher(text.substring(text.indexOf(':') + 1));
    return parts.matches() && Faults.isLoopback(parts.group(1));
  }

  /// Whether this is what a request asks for.
  ///
  /// @param organization what `{{…}}` stands for: `org_slug`, `external_id` and the metadata of the
  ///   organization that signs in; empty while there is none, and then no template matches
  public boolean matches(String requested, Map<String, String> organization) {
    if (requested.equals(text) && !text.contains("{") && !text.contains("*")) {
      return true;
    }
    Optional<String> resolved = resolve(organization);
    if (resolved.isEmpty() || requested.length() > MAX_LENGTH) {
      return false;
    }
    String expected = resolved.get();
    int star = expected.indexOf('*');
    if (star < 0) {
      return requested.equals(expected);
    }
    String before = expected.substring(0, star);
    String after = expected.substring(star + 1);
    return requested.startsWith(before)
        && requested.endsWith(after)
        && requested.length() > before.length() + after.length()
        && LABEL
            .matcher(requested.substring(before.length(), requested.length() - after.length()))
            .matches();
  }

  /// The URI for an organization; empty when it lacks an attribute, or has one that does not fit.
  public Optional<String> resolve(Map<String, String> organization) {
    Matcher template = TEMPLATE.matcher(text);
    StringBuilder resolved = new StringBuilder();
    int pathStart = text.indexOf('/', text.indexOf("//") + 2);
    while (template.find()) {
      String value = organization.getOrDefault(template.group(1), "");
      boolean inHost = pathStart < 0 || template.start() < pathStart;
      // One plain label or segment: a value with a dot or a slash in it would change the place.
      if (!LABEL.matcher(value).matches()
          && (inHost || !value.matches("[a-zA-Z0-9][a-zA-Z0-9._~-]*"))) {
        return Optional.empty();
      }
      template.appendReplacement(resolved, Matcher.quoteReplacement(value));
    }
    return Optional.of(template.appendTail(resolved).toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
