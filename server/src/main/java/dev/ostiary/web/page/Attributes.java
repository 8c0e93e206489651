package dev.ostiary.web.page;

/// The attributes that our pages use.
public final class Attributes {
  private Attributes() {}

  /// `class`, which is a word of Java.
  public static Attribute css(String names) {
    return names.isEmpty() ? Attribute.NONE : Attribute.of("class", names);
  }

  /// `for`, which is one too.
  public static Attribute forId(String id) {
    return Attribute.of("for", id);
  }

  public static Attribute accept(String value) {
    return Attribute.of("accept", value);
  }

  public static Attribute action(String value) {
    return Attribute.of("action", value);
  }

  public static Attribute alt(String value) {
    return Attribute.of("alt", value);
  }

  public static Attribute autocomplete(String value) {
    return Attribute.of("autocomplete", value);
  }

  public static Attribute colspan(String value) {
    return Attribute.of("colspan", value);
  }

  public static Attribute content(String value) {
    return Attribute.of("content", value);
  }

  public static Attribute datetime(String value) {
    return Attribute.of("datetime", value);
  }

  public static Attribute enctype(String value) {
    return Attribute.of("enctype", value);
  }

  public static Attribute href(String value) {
    return Attribute.of("href", value);
  }

  public static Attribute id(String value) {
    return Attribute.of("id", value);
  }

  public static Attribute inputmode(String value) {
    return Attribute.of("inputmode", value);
  }

  public static Attribute lang(String value) {
    return Attribute.of("lang", value);
  }

  public static Attribute max(String value) {
    return Attribute.of("max", value);
  }

  public static Attribute maxlength(String value) {
    return Attribute.of("maxlength", value);
  }

  public static Attribute method(String value) {
    return Attribute.of("method", value);
  }

  public static Attribute min(String value) {
    return Attribute.of("min", value);
  }

  public static Attribute name(String value) {
    return Attribute.of("name", value);
  }

  public static Attribute pattern(String value) {
    return Attribute.of("pattern", value);
  }

  public static Attribute placeholder(String value) {
    return Attribute.of("placeholder", value);
  }

  public static Attribute rel(String value) {
    return Attribute.of("rel", value);
  }

  public static Attribute role(String value) {
    return Attribute.of("role", value);
  }

  public static Attribute rows(String value) {
    return Attribute.of("rows", value);
  }

  public static Attribute scope(String value) {
    return Attribute.of("scope", value);
  }

  public static Attribute src(String value) {
    return Attribute.of("src", value);
  }

  public static Attribute target(String value) {
    return Attribute.of("target", value);
  }

  public static Attribute title(String value) {
    return Attribute.of("title", value);
  }

  public static Attribute type(String value) {
    return Attribute.of("type", value);
  }

  public static Attribute value(String value) {
    return Attribute.of("value", value);
  }

  /// What a screen reader says in place of, or beside, what is seen.
  public static Attribute aria(String property, String value) {
    return Attribute.of("aria-" + property, value);
  }

  /// What the page's own script reads.
  public static Attribute data(String name, String value) {
    return Attribute.of("data-" + name, value);
  }

  /// What htmx reads.
  public static Attribute hx(String name, String value) {
    return Attribute.of("hx-" + name, value);
  }

  public static Attribute required() {
    return Attribute.flag("required", true);
  }

  public static Attribute readonly() {
    return Attribute.flag("readonly", true);
  }

  public static Attribute checked(boolean on) {
    return Attribute.flag("checked", on);
  }

  public static Attribute selected(boolean on) {
    return Attribute.flag("selected", on);
  }

  public static Attribute disabled(boolean on) {
    return Attribute.flag("disabled", on);
  }

  public static Attribute open(boolean on) {
    return Attribute.flag("open", on);
  }
}
