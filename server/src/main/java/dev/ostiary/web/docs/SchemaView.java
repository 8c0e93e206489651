package dev.ostiary.web.docs;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.dd;
import static dev.ostiary.web.page.Tags.details;
import static dev.ostiary.web.page.Tags.dl;
import static dev.ostiary.web.page.Tags.dt;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.span;
import static dev.ostiary.web.page.Tags.summary;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.web.page.Html;
import java.util.ArrayList;
import java.util.List;

/// What an operation takes and answers, field by field.
final class SchemaView {
  /// How deep the fields of fields are shown; the document itself has the rest.
  private static final int DEPTH = 3;

  private final JsonNode document;
  private final Types types;

  SchemaView(JsonNode document) {
    this.document = document;
    this.types = new Types(document);
  }

  Html parameters(JsonNode parameters) {
    List<Html> rows = new ArrayList<>();
    for (JsonNode each : parameters) {
      JsonNode parameter = types.resolved(each);
      rows.add(
          row(
              parameter.path("name").asText(),
              parameter.path("in").asText(),
              parameter.path("required").asBoolean(),
              parameter.path("description").asText(),
              parameter.path("schema")));
    }
    return shape("Parameters", rows);
  }

  /// A body; nothing when it has no fields.
  Html content(String title, JsonNode content) {
    JsonNode type = content.elements().hasNext() ? content.elements().next() : content;
    return shape(title, fields(types.resolved(type.path("schema")), 0));
  }

  private static Html shape(String title, List<Html> rows) {
    return rows.isEmpty() ? Html.NONE : details(summary(title), dl(css("fields"), Html.all(rows)));
  }

  private List<Html> fields(JsonNode schema, int depth) {
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    List<Html> rows = new ArrayList<>();
    for (var field : schema.path("properties").properties()) {
      JsonNode value = field.getValue();
      boolean needed = required.contains(field.getKey());
      rows.add(row(field.getKey(), "", needed, value.path("description").asText(), value));
      JsonNode inner = types.resolved(value.has("items") ? value.path("items") : value);
      if (depth < DEPTH && !inner.path("properties").isEmpty()) {
        rows.add(dd(css("inner"), dl(css("fields"), Html.all(fields(inner, depth + 1)))));
      }
    }
    return rows;
  }

  private Html row(String name, String in, boolean required, String text, JsonNode schema) {
    String rules = types.rules(types.resolved(schema));
    return Html.all(
        dt(
            code(name),
            span(types.name(schema), css("quiet")),
            span(in, css("quiet")),
            Html.when(required, () -> span("required", css("required")))),
        dd(Prose.of(text), Html.when(!rules.isEmpty(), () -> p(rules, css("quiet small")))));
  }

  /// The ways to be refused that all operations share.
  Html refusals() {
    List<Html> rows = new ArrayList<>();
    for (JsonNode response : document.path("components").path("responses")) {
      rows.add(
          Html.all(
              dt(code(response.path("x-status").asText().replace("default", "other"))),
              dd(Prose.of(response.path("description").asText()))));
    }
    return dl(css("statuses"), Html.all(rows));
  }

  /// With which statuses an operation answers.
  Html statuses(JsonNode responses) {
    List<String> known = new ArrayList<>();
    responses.fieldNames().forEachRemaining(known::add);
    known.remove("default");
    return p(String.join(" · ", known), css("quiet small"));
  }
}
