package dev.ostiary.platform.outbound;

import dev.ostiary.platform.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Request headers that are safe to write on the wire: no name or value can end its line, and none
/// of those by which the client itself frames the request.
///
/// @param fields by name, in lower case
public record OutboundHeaders(Map<String, String> fields) {
  public static final OutboundHeaders NONE = new OutboundHeaders(Map.of());

  /// Servers commonly refuse a longer line.
  private static final int MAX_VALUE_LENGTH = 4096;

  /// A token of RFC 9110 section 5.6.2.
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9a-z-]{1,100}");

  private static final Set<String> OURS =
      Set.of(
          "host",
          "connection",
          "keep-alive",
          "proxy-connection",
          "content-length",
          "transfer-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "http2-settings",
          "user-agent");

  public OutboundHeaders {
    var checked = new TreeMap<String, String>();
    fields.forEach((name, value) -> {
      String lower = name.toLowerCase(Locale.ROOT);
      vet("headers", lower, value);
      if (checked.put(lower, value) != null) {
        throw Problem.invalid("headers", "found " + lower + " twice, expected it once");
      }
    });
    fields = Map.copyOf(checked);
  }

  /// Refuses a header that must not be sent, in the name of the field it was given in.
  public static void vet(String field, String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(lower).matches()) {
      throw Problem.invalid(
          field,
          "found a header name that is empty, too long or has a forbidden character, expected at most"
              + " 100 of letters, digits and hyphens");
    }
    if (OURS.contains(lower)) {
      throw Problem.invalid(
          field, "found the header " + lower + ", which the sender sets itself; leave it out");
    }
    if (value.length() > MAX_VALUE_LENGTH) {
      throw Problem.invalid(
          field,
          "found "
              + value.length()
              + " characters in the header "
              + lower
              + ", expected at most "
              + MAX_VALUE_LENGTH);
    }
    if (!value.chars().allMatch(c -> (c >= ' ' && c <= '~') || c == '\t')) {
      throw Problem.invalid(
          field,
          "found a line break, control or non-ASCII character in the header "
              + lower
              + ", expected printable ASCII");
    }
  }
}
