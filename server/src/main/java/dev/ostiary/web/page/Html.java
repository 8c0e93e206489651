package dev.ostiary.web.page;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Finished markup. There are two ways to make some, an element and a text, and the text is
/// escaped; so no value, whoever wrote it, can become an element, a script or a style.
public final class Html implements Part {
  /// Nothing.
  public static final Html NONE = new Html("");

  /// Elements that have no content and no end.
  private static final Set<String> VOID = Set.of("input", "meta", "link", "br", "hr", "img");

  private final String markup;

  private Html(String markup) {
    this.markup = markup;
  }

  /// A text, as it was written.
  public static Html text(String text) {
    return new Html(escape(text));
  }

  /// An element with its attributes and its content.
  static Html element(String name, Part... parts) {
    StringBuilder attributes = new StringBuilder();
    StringBuilder content = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Attribute attribute -> attributes.append(attribute.markup());
        case Html html -> content.append(html.markup);
      }
    }
    String start = "<" + name + attributes + ">";
    return new Html(VOID.contains(name) ? start : start + content + "</" + name + ">");
  }

  /// A whole document.
  static Html document(Part... parts) {
    return new Html("<!doctype html>" + element("html", parts).markup);
  }

  /// Several, one after the other.
  public static Html all(Html... parts) {
    return all(List.of(parts));
  }

  public static Html all(Collection<Html> parts) {
    return new Html(parts.stream().map(part -> part.markup).collect(Collectors.joining()));
  }

  /// One for each item.
  public static <T> Html each(Collection<T> items, Function<T, Html> part) {
    return all(items.stream().map(part).toList());
  }

  /// What `part` makes if `shown`, else nothing.
  public static Html when(boolean shown, Supplier<Html> part) {
    return shown ? part.get() : NONE;
  }

  /// Escapes for content and for attribute values in double quotes.
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  @Override
  public String toString() {
    return markup;
  }
}
