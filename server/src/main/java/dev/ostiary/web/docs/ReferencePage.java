package dev.ostiary.web.docs;

import static dev.ostiary.web.page.Attributes.aria;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.id;
import static dev.ostiary.web.page.Attributes.open;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.article;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.details;
import static dev.ostiary.web.page.Tags.h1;
import static dev.ostiary.web.page.Tags.h2;
import static dev.ostiary.web.page.Tags.h3;
import static dev.ostiary.web.page.Tags.header;
import static dev.ostiary.web.page.Tags.li;
import static dev.ostiary.web.page.Tags.main;
import static dev.ostiary.web.page.Tags.nav;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.pre;
import static dev.ostiary.web.page.Tags.section;
import static dev.ostiary.web.page.Tags.span;
import static dev.ostiary.web.page.Tags.summary;
import static dev.ostiary.web.page.Tags.ul;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The OpenAPI document as one page for people: where to start, and each operation with what it
/// takes and answers. Open to everybody, as the document is.
public final class ReferencePage {
  private static final String PATH = "/docs";

  private final JsonNode document;
  private final List<Operation> operations;
  private final SchemaView schemas;

  private ReferencePage(JsonNode document) {
    this.document = document;
    this.operations = Operation.of(document);
    this.schemas = new SchemaView(document);
  }

  /// @param document which does not change any more: the page is made once
  public static PageRoute at(JsonNode document) {
    Answer page = Answer.page(new ReferencePage(document).page());
    return PageRoute.get(PATH, visit -> page);
  }

  private static String firstCalls(String url) {
    return """
    curl -d grant_type=client_credentials \\
         -d client_id=$CLIENT_ID -d client_secret=$CLIENT_SECRET \\
         %1$s/oauth/token

    curl -H "Authorization: Bearer $TOKEN" %1$s/api/v1/organizations
    """
        .formatted(url);
  }

  private Html page() {
    List<Html> sections = new ArrayList<>();
    document.path("tags").forEach(tag -> sections.add(chapter(tag)));
    return Shell.document(
        "API", "reference", navigation(), main(id("content"), head(), Html.all(sections)));
  }

  private Html head() {
    JsonNode info = document.path("info");
    String url = document.path("servers").path(0).path("url").asText();
    return header(
        h1(info.path("title").asText() + " API"),
        p(info.path("summary").asText(), css("lead")),
        Prose.of(info.path("description").asText()),
        p(
            css("actions"),
            a("openapi.yaml", css("button"), href("/openapi.yaml")),
            a("openapi.json", css("button"), href("/openapi.json"))),
        h2("Start here", id("start")),
        p("Take a token with the credentials of an API client, and send it with every call."),
        pre(firstCalls(url)),
        h2("When a call is refused", id("refusals")),
        Prose.of(
            "Every refusal is a JSON object with the gRPC `code`, a `message` that says how to mend"
                + " it, and `details`. Its HTTP status says what kind it is."),
        schemas.refusals());
  }

  private Html navigation() {
    List<Html> groups = new ArrayList<>();
    for (JsonNode tag : document.path("tags")) {
      String name = tag.path("name").asText();
      groups.add(
          details(
              open(true),
              summary(name),
              ul(Html.each(served(name), operation -> li(link(operation))))));
    }
    return nav(
        css("contents"),
        aria("label", "Operations"),
        a("Ostiary", css("mark"), href("#content")),
        Html.all(groups));
  }

  private static Html link(Operation operation) {
    return a(href("#" + operation.id()), method(operation), span(operation.summary()));
  }

  private static Html method(Operation operation) {
    return span(operation.method(), css("method " + operation.method().toLowerCase(Locale.ROOT)));
  }

  private List<Operation> served(String tag) {
    return operations.stream().filter(one -> one.tag().equals(tag) && one.isServed()).toList();
  }

  private Html chapter(JsonNode tag) {
    String name = tag.path("name").asText();
    List<Operation> refused =
        operations.stream().filter(one -> one.tag().equals(name) && !one.isServed()).toList();
    return section(
        h2(name),
        Prose.of(tag.path("description").asText()),
        Html.each(served(name), this::operation),
        Html.when(
            !refused.isEmpty(),
            () ->
                details(
                    summary("Not served here: " + refused.size()),
                    ul(css("routes"), Html.each(refused, one -> li(id(one.id()), route(one)))))));
  }

  private static Html route(Operation operation) {
    return p(css("route"), method(operation), code(operation.path()));
  }

  private Html operation(Operation operation) {
    JsonNode json = operation.json();
    return article(
        id(operation.id()),
        css("card"),
        h3(a(operation.summary(), href("#" + operation.id()))),
        route(operation),
        Prose.of(json.path("description").asText()),
        schemas.parameters(json.path("parameters")),
        schemas.content("Body", json.path("requestBody").path("content")),
        schemas.content("Answer", json.path("responses").path("200").path("content")),
        schemas.statuses(json.path("responses")));
  }
}
