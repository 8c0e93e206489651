package dev.ostiary.web.page;

/// The elements that our pages use, each with its attributes and its content; those that mostly
/// hold a text take it first.
public final class Tags {
  private Tags() {}

  public static Html a(Part... parts) {
    return Html.element("a", parts);
  }

  public static Html a(String text, Part... parts) {
    return withText("a", text, parts);
  }

  public static Html abbr(Part... parts) {
    return Html.element("abbr", parts);
  }

  public static Html article(Part... parts) {
    return Html.element("article", parts);
  }

  public static Html aside(Part... parts) {
    return Html.element("aside", parts);
  }

  public static Html br(Part... parts) {
    return Html.element("br", parts);
  }

  public static Html button(Part... parts) {
    return Html.element("button", parts);
  }

  public static Html button(String text, Part... parts) {
    return withText("button", text, parts);
  }

  public static Html caption(Part... parts) {
    return Html.element("caption", parts);
  }

  public static Html code(Part... parts) {
    return Html.element("code", parts);
  }

  public static Html code(String text, Part... parts) {
    return withText("code", text, parts);
  }

  public static Html dd(Part... parts) {
    return Html.element("dd", parts);
  }

  public static Html dd(String text, Part... parts) {
    return withText("dd", text, parts);
  }

  public static Html details(Part... parts) {
    return Html.element("details", parts);
  }

  public static Html div(Part... parts) {
    return Html.element("div", parts);
  }

  public static Html div(String text, Part... parts) {
    return withText("div", text, parts);
  }

  public static Html dl(Part... parts) {
    return Html.element("dl", parts);
  }

  public static Html dt(Part... parts) {
    return Html.element("dt", parts);
  }

  public static Html dt(String text, Part... parts) {
    return withText("dt", text, parts);
  }

  public static Html fieldset(Part... parts) {
    return Html.element("fieldset", parts);
  }

  public static Html footer(Part... parts) {
    return Html.element("footer", parts);
  }

  public static Html form(Part... parts) {
    return Html.element("form", parts);
  }

  public static Html h1(Part... parts) {
    return Html.element("h1", parts);
  }

  public static Html h1(String text, Part... parts) {
    return withText("h1", text, parts);
  }

  public static Html h2(Part... parts) {
    return Html.element("h2", parts);
  }

  public static Html h2(String text, Part... parts) {
    return withText("h2", text, parts);
  }

  public static Html h3(Part... parts) {
    return Html.element("h3", parts);
  }

  public static Html h3(String text, Part... parts) {
    return withText("h3", text, parts);
  }

  public static Html header(Part... parts) {
    return Html.element("header", parts);
  }

  public static Html hr(Part... parts) {
    return Html.element("hr", parts);
  }

  public static Html img(Part... parts) {
    return Html.element("img", parts);
  }

  public static Html input(Part... parts) {
    return Html.element("input", parts);
  }

  public static Html label(Part... parts) {
    return Html.element("label", parts);
  }

  public static Html label(String text, Part... parts) {
    return withText("label", text, parts);
  }

  public static Html legend(Part... parts) {
    return Html.element("legend", parts);
  }

  public static Html legend(String text, Part... parts) {
    return withText("legend", text, parts);
  }

  public static Html li(Part... parts) {
    return Html.element("li", parts);
  }

  public static Html li(String text, Part... parts) {
    return withText("li", text, parts);
  }

  public static Html main(Part... parts) {
    return Html.element("main", parts);
  }

  public static Html nav(Part... parts) {
    return Html.element("nav", parts);
  }

  public static Html ol(Part... parts) {
    return Html.element("ol", parts);
  }

  public static Html option(Part... parts) {
    return Html.element("option", parts);
  }

  public static Html option(String text, Part... parts) {
    return withText("option", text, parts);
  }

  public static Html p(Part... parts) {
    return Html.element("p", parts);
  }

  public static Html p(String text, Part... parts) {
    return withText("p", text, parts);
  }

  public static Html pre(Part... parts) {
    return Html.element("pre", parts);
  }

  public static Html pre(String text, Part... parts) {
    return withText("pre", text, parts);
  }

  public static Html script(Part... parts) {
    return Html.element("script", parts);
  }

  public static Html section(Part... parts) {
    return Html.element("section", parts);
  }

  public static Html select(Part... parts) {
    return Html.element("select", parts);
  }

  public static Html small(Part... parts) {
    return Html.element("small", parts);
  }

  public static Html small(String text, Part... parts) {
    return withText("small", text, parts);
  }

  public static Html span(Part... parts) {
    return Html.element("span", parts);
  }

  public static Html span(String text, Part... parts) {
    return withText("span", text, parts);
  }

  public static Html strong(Part... parts) {
    return Html.element("strong", parts);
  }

  public static Html strong(String text, Part... parts) {
    return withText("strong", text, parts);
  }

  public static Html summary(Part... parts) {
    return Html.element("summary", parts);
  }

  public static Html summary(String text, Part... parts) {
    return withText("summary", text, parts);
  }

  public static Html table(Part... parts) {
    return Html.element("table", parts);
  }

  public static Html tbody(Part... parts) {
    return Html.element("tbody", parts);
  }

  public static Html td(Part... parts) {
    return Html.element("td", parts);
  }

  public static Html td(String text, Part... parts) {
    return withText("td", text, parts);
  }

  public static Html textarea(Part... parts) {
    return Html.element("textarea", parts);
  }

  public static Html textarea(String text, Part... parts) {
    return withText("textarea", text, parts);
  }

  public static Html th(Part... parts) {
    return Html.element("th", parts);
  }

  public static Html th(String text, Part... parts) {
    return withText("th", text, parts);
  }

  public static Html thead(Part... parts) {
    return Html.element("thead", parts);
  }

  public static Html time(Part... parts) {
    return Html.element("time", parts);
  }

  public static Html time(String text, Part... parts) {
    return withText("time", text, parts);
  }

  public static Html tr(Part... parts) {
    return Html.element("tr", parts);
  }

  public static Html ul(Part... parts) {
    return Html.element("ul", parts);
  }

  static Html link(Part... parts) {
    return Html.element("link", parts);
  }

  static Html meta(Part... parts) {
    return Html.element("meta", parts);
  }

  private static Html withText(String name, String text, Part[] parts) {
    Part[] all = new Part[parts.length + 1];
    all[0] = Html.text(text);
    System.arraycopy(parts, 0, all, 1, parts.length);
    return Html.element(name, all);
  }
}
