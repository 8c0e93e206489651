package dev.ostiary.web.page;

import static dev.ostiary.web.page.Attributes.content;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.id;
import static dev.ostiary.web.page.Attributes.lang;
import static dev.ostiary.web.page.Attributes.name;
import static dev.ostiary.web.page.Attributes.rel;
import static dev.ostiary.web.page.Attributes.src;
import static dev.ostiary.web.page.Attributes.type;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.link;
import static dev.ostiary.web.page.Tags.main;
import static dev.ostiary.web.page.Tags.meta;
import static dev.ostiary.web.page.Tags.script;

import dev.ostiary.environment.AccentColor;

/// The frame of every document.
public final class Shell {
  /// htmx neither evaluates code nor writes styles into the page: our policy allows neither.
  private static final String HTMX_CONFIG =
      "{\"includeIndicatorStyles\":false,\"allowEval\":false,\"historyCacheSize\":0}";

  private Shell() {}

  /// A document.
  ///
  /// @param title of the window, without our name
  /// @param look the css class of the body
  public static Html document(String title, String look, Part... body) {
    return document(title, look, AccentColor.OURS, body);
  }

  /// The same with an accent of an app's own.
  public static Html document(String title, String look, AccentColor accent, Part... body) {
    return Html.document(
        lang("en"),
        Html.element(
            "head",
            meta(Attribute.of("charset", "utf-8")),
            meta(name("viewport"), content("width=device-width, initial-scale=1")),
            meta(name("color-scheme"), content("light dark")),
            meta(name("htmx-config"), content(HTMX_CONFIG)),
            Html.element("title", Html.text(title + " · Ostiary")),
            link(rel("icon"), href(Assets.Asset.ICON.path), type("image/svg+xml")),
            link(rel("stylesheet"), href(Assets.Asset.STYLE.path), integrity(Assets.Asset.STYLE)),
            Html.when(
                !accent.equals(AccentColor.OURS),
                () -> link(rel("stylesheet"), href(AccentStyle.path(accent)))),
            code(Assets.Asset.HTMX),
            code(Assets.Asset.SCRIPT)),
        Html.element(
            "body",
            css(look),
            a("Skip to the content", css("skip"), href("#content")),
            Html.element("div", body)));
  }

  /// A document with nothing but a message or one form in the middle.
  public static Html alone(String title, Part... content) {
    return document(
        title,
        "alone",
        main(
            id("content"),
            div(css("mark"), Html.text("Ostiary")),
            div(css("card"), Html.element("div", content))));
  }

  static Html code(Assets.Asset asset) {
    return script(src(asset.path), integrity(asset), Attribute.flag("defer", true));
  }

  private static Attribute integrity(Assets.Asset asset) {
    return Attribute.of("integrity", asset.integrity);
  }
}
