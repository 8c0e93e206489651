package dev.ostiary.platform;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Collects everything that is wrong with the fields of a request, so that its caller is told all
/// of it at once. An absent value has no fault.
public final class Faults {
  private final List<Problem.Violation> violations = new ArrayList<>();

  /// Checks a text of `min` to `max` characters (Unicode code points) that the database can store
  /// and a terminal can show.
  public Faults text(String field, @Nullable String value, int min, int max) {
    if (value == null) {
      return this;
    }
    int length = value.codePointCount(0, value.length());
    if (length < min || length > max) {
      return add(field, "found " + length + " characters, expected " + min + " to " + max);
    }
    if (value.codePoints().anyMatch(Faults::isUnfit)) {
      return add(field, "found a control character or half of a surrogate pair; remove it");
    }
    return this;
  }

  /// Checks the texts of a map as {@link #text} does. A wrong value is that of its key
  /// (`metadata[plan]`), a wrong key is the map's.
  ///
  /// @param minKey of characters; a value has one at least
  public Faults texts(String field, Map<String, String> map, int minKey, int maxKey, int maxValue) {
    map.forEach((key, value) -> {
      Faults ofKey = new Faults().text(field, key, minKey, maxKey);
      ofKey.violations.forEach(fault -> add(field, "in a key " + fault.description()));
      if (ofKey.violations.isEmpty()) {
        text(field + "[" + key + "]", value, 1, maxValue);
      }
    });
    return this;
  }

  /// Checks an absolute URL that secrets may be sent to: `https`, or `http` on this very machine.
  public Faults url(String field, @Nullable String value, int max) {
    if (value == null) {
      return this;
    }
    if (value.length() > max) {
      return add(field, "found " + value.length() + " characters, expected at most " + max);
    }
    URI url;
    try {
      url = new URI(value);
    } catch (URISyntaxException e) {
      return add(field, "not a URL: " + e.getReason() + " at character " + (e.getIndex() + 1));
    }
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    if (url.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      return add(field, "expected an absolute URL such as https://idp.example.com/path");
    }
    if (scheme.equals("http") && !isLoopback(url.getHost())) {
      return add(field, "found http, expected https (http only for a host such as localhost)");
    }
    if (url.getUserInfo() != null || url.getFragment() != null) {
      return add(field, "expected a URL without user name and without fragment");
    }
    return this;
  }

  /// Adds a fault that was found elsewhere.
  public Faults add(String field, String description) {
    violations.add(new Problem.Violation(field, description));
    return this;
  }

  /// Throws INVALID_ARGUMENT when there is a fault.
  public void refuse() {
    if (!violations.isEmpty()) {
      throw Problem.invalid(violations);
    }
  }

  private static boolean isUnfit(int c) {
    return (Character.isISOControl(c) && c != '\t' && c != '\n' && c != '\r')
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /// Whether a host name or address literal means this very machine. Judged by the name alone:
  /// whatever a name resolves to is nobody's promise.
  public static boolean isLoopback(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.equals("[::1]")
        || name.matches("127(\\.\\d{1,3}){3}");
  }
}
