package dev.ostiary.web.page;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// One attribute of an element. Those that hold code or styles cannot be made, and an address is
/// one of ours, `https`, `http`, `mailto`, or refused: whatever a customer typed, it stays text.
///
/// @param markup with the space before it; empty for an attribute that is not there
public record Attribute(String markup) implements Part {
  /// No attribute at all.
  public static final Attribute NONE = new Attribute("");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");
  private static final Set<String> ADDRESSES = Set.of("href", "src", "action", "formaction");
  private static final Pattern HARMLESS = Pattern.compile("(?i)(https?:|mailto:).*");

  /// An attribute with a value.
  public static Attribute of(String name, String value) {
    requireHarmless(name);
    if (ADDRESSES.contains(name) && !isHarmless(value)) {
      return new Attribute(" " + name + "=\"#\"");
    }
    return new Attribute(" " + name + "=\"" + Html.escape(value) + "\"");
  }

  /// One whose presence is its meaning, if `on`.
  public static Attribute flag(String name, boolean on) {
    requireHarmless(name);
    return on ? new Attribute(" " + name) : NONE;
  }

  private static void requireHarmless(String name) {
    if (!NAME.matcher(name).matches()
        || name.startsWith("on")
        || name.startsWith("hx-on")
        || name.equals("style")
        || name.equals("srcdoc")) {
      throw new IllegalArgumentException("not an attribute for our pages: " + name);
    }
  }

  /// A path, a query, a fragment, or a scheme that runs nothing.
  private static boolean isHarmless(String address) {
    String text = address.strip().toLowerCase(Locale.ROOT);
    int colon = text.indexOf(':');
    int slash = text.indexOf('/');
    boolean hasScheme = colon >= 0 && (slash < 0 || colon < slash);
    return !hasScheme || text.startsWith("?") || HARMLESS.matcher(text).matches();
  }
}
