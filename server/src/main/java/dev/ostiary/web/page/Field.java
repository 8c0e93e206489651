package dev.ostiary.web.page;

import static dev.ostiary.web.page.Attributes.aria;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.forId;
import static dev.ostiary.web.page.Attributes.id;
import static dev.ostiary.web.page.Attributes.name;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One field of a form with its label, its hint and, once it was sent, what is wrong with it. Its
/// name is the contract's name of the value, so that a refusal finds its field.
public final class Field {
  private final String name;
  private final String label;
  private final Kind kind;
  private final List<Attribute> attributes = new ArrayList<>();
  private Map<String, String> options = Map.of();
  private String value = "";
  private String hint = "";

  private enum Kind {
    LINE,
    AREA,
    CHOICE,
    FILE,
    TICK
  }

  private Field(String name, String label, Kind kind) {
    this.name = name;
    this.label = label;
    this.kind = kind;
  }

  /// One line of text.
  public static Field line(String name, String label) {
    return new Field(name, label, Kind.LINE).with(Attribute.of("type", "text"));
  }

  /// An address. Not of the browser's type for it, whose complaints say less than ours.
  public static Field url(String name, String label) {
    return new Field(name, label, Kind.LINE)
        .with(Attribute.of("type", "text"))
        .with(Attribute.of("inputmode", "url"))
        .with(Attribute.of("spellcheck", "false"))
        .with(Attribute.of("autocapitalize", "none"));
  }

  /// A text that is not shown.
  public static Field secret(String name, String label) {
    return new Field(name, label, Kind.LINE)
        .with(Attribute.of("type", "password"))
        .with(Attribute.of("autocomplete", "new-password"));
  }

  public static Field number(String name, String label) {
    return new Field(name, label, Kind.LINE).with(Attribute.of("type", "number"));
  }

  /// Several lines.
  public static Field area(String name, String label, int rows) {
    return new Field(name, label, Kind.AREA)
        .with(Attribute.of("rows", Integer.toString(rows)))
        .with(Attribute.of("spellcheck", "false"));
  }

  /// One of several; the keys are sent, the values are seen.
  public static Field choice(String name, String label, Map<String, String> options) {
    Field field = new Field(name, label, Kind.CHOICE);
    field.options = options;
    return field;
  }

  public static Field file(String name, String label, String accept) {
    return new Field(name, label, Kind.FILE)
        .with(Attribute.of("type", "file"))
        .with(Attribute.of("accept", accept));
  }

  /// A check box.
  public static Field tick(String name, String label, boolean on) {
    return new Field(name, label, Kind.TICK)
        .with(Attribute.of("type", "checkbox"))
        .with(Attribute.flag("checked", on))
        .value("on");
  }

  public Field with(Attribute attribute) {
    attributes.add(attribute);
    return this;
  }

  public Field required() {
    return with(Attributes.required());
  }

  public Field value(@Nullable String newValue) {
    value = newValue == null ? "" : newValue;
    return this;
  }

  public Field hint(String newHint) {
    hint = newHint;
    return this;
  }

  /// The field as it is seen.
  public Html html(Problems problems) {
    String fault = problems.of(name);
    String described = hint.isEmpty() && fault.isEmpty() ? "" : elementId() + "-note";
    List<Part> parts = new ArrayList<>(attributes);
    parts.add(id(elementId()));
    parts.add(name(name));
    if (!described.isEmpty()) {
      parts.add(aria("describedby", described));
    }
    if (!fault.isEmpty()) {
      parts.add(aria("invalid", "true"));
    }
    Html note =
        Html.when(
            !described.isEmpty(),
            () ->
                Tags.div(
                    id(described),
                    css("note"),
                    Html.when(!fault.isEmpty(), () -> Tags.span(fault, css("fault"))),
                    Html.text(hint)));
    Html caption = Tags.label(label, forId(elementId()));
    return kind == Kind.TICK
        ? Tags.div(css("field tick"), control(parts), caption, note)
        : Tags.div(css("field"), caption, control(parts), note);
  }

  private Html control(List<Part> parts) {
    switch (kind) {
      // A browser drops the first line break of a text area.
      case AREA -> parts.add(Html.text("\n" + value));
      case CHOICE -> parts.add(choices());
      case LINE, TICK -> parts.add(Attributes.value(value));
      case FILE -> {}
    }
    Part[] all = parts.toArray(Part[]::new);
    return switch (kind) {
      case AREA -> Tags.textarea(all);
      case CHOICE -> Tags.select(all);
      case LINE, TICK, FILE -> Tags.input(all);
    };
  }

  private Html choices() {
    return Html.each(
        options.entrySet(),
        option ->
            Tags.option(
                option.getValue(),
                Attributes.value(option.getKey()),
                Attributes.selected(option.getKey().equals(value))));
  }

  private String elementId() {
    return "field-" + name.replace('.', '-');
  }
}
