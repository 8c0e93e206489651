package dev.ostiary.web.page;

import static dev.ostiary.web.page.Attributes.aria;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.data;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.id;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Attributes.type;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.nav;
import static dev.ostiary.web.page.Tags.span;

import dev.ostiary.platform.Page;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// The small things that many pages have.
public final class Widgets {
  private Widgets() {}

  /// A state at a glance, said in a word as well as in a color.
  ///
  /// @param mood `good`, `bad`, `warn` or `calm`
  public static Html badge(String mood, String word) {
    return span(word, css("badge " + mood));
  }

  /// A value to be copied into another window. The button needs the page's script, and without it
  /// is not shown; the value can be selected with one click in any case.
  public static Html copyable(String value) {
    return div(
        css("copyable"),
        code(value),
        button(
            "Copy",
            type("button"),
            css("small"),
            data("copy", value),
            aria("label", "Copy " + value)));
  }

  /// A form that only has a button.
  public static Html action(String path, CsrfToken token, String label, String look) {
    return Tags.form(
        method("post"),
        Attributes.action(path),
        css("inline"),
        token.field(),
        button(label, css(look)));
  }

  /// A table with these heads; `rows` are `tr` elements. Scrolls sideways where it is too wide.
  public static Html table(String label, List<String> heads, Html rows) {
    return div(
        css("scroll"),
        Attribute.of("tabindex", "0"),
        Attributes.role("region"),
        aria("label", label),
        Tags.table(
            Tags.thead(Tags.tr(Html.each(heads, head -> Tags.th(head, Attributes.scope("col"))))),
            Tags.tbody(rows)));
  }

  /// The same, or a friendly word when there is nothing.
  public static Html table(String label, List<String> heads, List<Html> rows, String ifNone) {
    return rows.isEmpty() ? empty(ifNone) : table(label, heads, Html.all(rows));
  }

  public static Html empty(String text) {
    return div(css("empty"), Tags.p(text));
  }

  /// The ways to the newer and the older page.
  ///
  /// @param path with the filters, to which the token is added
  public static Html pager(String path, Page<?> page) {
    if (page.next().isEmpty() && page.previous().isEmpty()) {
      return Html.NONE;
    }
    return nav(
        css("pager"),
        aria("label", "Pages"),
        step(path, page.previous(), "← Newer"),
        step(path, page.next(), "Older →"));
  }

  private static Html step(String path, String token, String label) {
    return token.isEmpty()
        ? span(label, css("quiet"))
        : a(label, href(path + (path.contains("?") ? "&" : "?") + "page=" + encode(token)));
  }

  /// For a value in an address.
  public static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /// A part of a page under its own heading.
  public static Html section(String title, Part... content) {
    return Tags.section(css("card"), Tags.h2(title, id(slug(title))), Html.element("div", content));
  }

  private static String slug(String title) {
    return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }
}
