package dev.ostiary.api.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.api.ApiRoutes;
import dev.ostiary.api.HttpBinding;
import dev.ostiary.app.TestServer;
import dev.ostiary.event.EventType;
import dev.ostiary.platform.Json;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The description of the API says what the API is, in a form that others can read.
class OpenApiTest {
  private static final String STREAM = "/api/v1/events/stream";

  private static TestServer server;
  private static WebClient web;
  private static JsonNode document;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    web = WebClient.of(server.url());
    document = Json.parse(get("/openapi.json").contentUtf8());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static AggregatedHttpResponse get(String path) {
    AggregatedHttpResponse answer = web.get(path).aggregate().join();
    assertThat(answer.status().code()).isEqualTo(200);
    return answer;
  }

  @Test
  void aReaderOfOpenApiFindsNoFault() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    for (String path : List.of("/openapi.yaml", "/openapi.json")) {
      SwaggerParseResult result =
          new OpenAPIV3Parser().readContents(get(path).contentUtf8(), null, options);

      assertThat(result.getMessages()).as(path).isEmpty();
      assertThat(result.getOpenAPI().getOpenapi()).isEqualTo("3.1.0");
      assertThat(result.getOpenAPI().getPaths()).hasSize(document.path("paths").size());
      assertThat(result.getOpenAPI().getWebhooks()).hasSize(EventType.values().length);
    }
  }

  @Test
  void theSameReaderFindsFaultsWhereThereAreSome() {
    String broken =
        get("/openapi.json").contentUtf8().replace("\"operationId\" :", "\"operation\" :");

    var result =
        new OpenAPIV3Parser().readContents(broken.replace("\"openapi\"", "\"api\""), null, null);

    assertThat(result.getMessages()).isNotEmpty();
  }

  @Test
  void everyRouteHasAnOperationWithItsVariables() {
    Set<String> ids = new HashSet<>();
    assertThat(ApiRoutes.all())
        .hasSizeGreaterThan(70)
        .allSatisfy(route -> {
          JsonNode operation = operation(route);
          assertThat(operation.isObject()).as(route.template()).isTrue();
          assertThat(ids.add(operation.path("operationId").asText())).isTrue();
          assertThat(operation.path("parameters"))
              .filteredOn(parameter -> parameter.path("in").asText().equals("path"))
              .extracting(parameter -> parameter.path("name").asText())
              .isEqualTo(route.variables());
        });
  }

  @Test
  void everyOperationIsARouteOfTheServer() {
    for (var path : document.path("paths").properties()) {
      if (path.getKey().equals(STREAM)) {
        continue; // no RPC: beside the others
      }
      String example = path.getKey().replaceAll("\\{[a-z_]+}", "x");
      List<String> methods = new ArrayList<>();
      path.getValue()
          .fieldNames()
          .forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));

      var answer = web.execute(HttpRequest.of(HttpMethod.TRACE, example)).aggregate().join();

      assertThat(answer.status().code()).as(example).isEqualTo(405);
      assertThat(answer.headers().get("allow", "").split(", ")).as(example).containsAll(methods);
    }
    assertThat(web.get(STREAM).aggregate().join().status().code()).isEqualTo(401);
  }

  @Test
  void whatIsSaidNotToBeServedIsRefused() {
    String token = server.rest().token();
    int refused = 0;
    for (HttpBinding route : ApiRoutes.all()) {
      if (operation(route).path("deprecated").asBoolean()) {
        RequestHeaders head =
            RequestHeaders.builder(route.method(), route.template().replaceAll("\\{[a-z_]+}", "x"))
                .set("authorization", "Bearer " + token)
                .build();

        var answer = web.execute(HttpRequest.of(head)).aggregate().join();

        assertThat(answer.status().code()).as(route.rpc().getFullName()).isIn(400, 501);
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private static JsonNode operation(HttpBinding route) {
    return document
        .path("paths")
        .path(route.template())
        .path(route.method().name().toLowerCase(Locale.ROOT));
  }

  @Test
  void changesTakeAKeyAndUpdatesAVersion() {
    JsonNode paths = document.path("paths");
    JsonNode update = paths.path("/api/v1/organizations/{id}").path("patch");
    JsonNode read = paths.path("/api/v1/organizations/{id}").path("get");
    JsonNode create = paths.path("/api/v1/organizations").path("post");

    assertThat(references(update.path("parameters")))
        .containsExactly("Idempotency-Key", "If-Match");
    assertThat(references(create.path("parameters"))).containsExactly("Idempotency-Key");
    assertThat(references(read.path("parameters"))).isEmpty();
    assertThat(read.path("responses").path("200").path("headers").fieldNames())
        .toIterable()
        .containsExactly("X-Request-Id", "ETag");
    assertThat(update.path("responses").fieldNames())
        .toIterable()
        .containsExactly("200", "400", "401", "403", "404", "409", "412", "429", "default");
  }

  private static List<String> references(JsonNode parameters) {
    List<String> names = new ArrayList<>();
    for (JsonNode parameter : parameters) {
      String reference = parameter.path("$ref").asText();
      if (!reference.isEmpty()) {
        names.add(reference.substring(reference.lastIndexOf('/') + 1));
      }
    }
    return names;
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    Matcher reference = Pattern.compile("\"#/components/([^\"]+)\"").matcher(Json.text(document));

    assertThat(reference.results().map(match -> match.group(1)).distinct())
        .isNotEmpty()
        .allSatisfy(
            name -> assertThat(document.at("/components/" + name).isObject()).as(name).isTrue());
  }

  @Test
  void rulesAndCommentsOfTheProtosAreThere() {
    JsonNode schemas = document.path("components").path("schemas");
    JsonNode organization = schemas.path("scalekit.v1.organizations.CreateOrganization");

    assertThat(organization.path("required")).extracting(JsonNode::asText).contains("display_name");
    assertThat(organization.path("properties").path("display_name").path("maxLength").asInt())
        .isEqualTo(200);
    assertThat(
            document.path("paths").path("/api/v1/events").path("get").path("description").asText())
        .contains("oldest event first");
  }

  @Test
  void theSchemaOfAnEventKnowsEveryMemberThatIsSent() throws IOException {
    for (String name : List.of("organization.sso_created", "organization.sso_enabled")) {
      JsonNode sent =
          Json.parse(Files.readString(Path.of("src/test/resources/golden", name + ".json")));
      JsonNode schemas = document.path("components").path("schemas");
      JsonNode envelope = schemas.path("event." + name).path("properties");

      assertThat(envelope.fieldNames()).toIterable().containsAll(() -> sent.fieldNames());
      assertThat(schemas.path("event.Connection").path("properties").fieldNames())
          .toIterable()
          .containsAll(() -> sent.path("data").fieldNames());
    }
  }

  @Test
  void everyTypeOfEventIsAWebhookWithItsData() {
    for (EventType type : EventType.values()) {
      JsonNode post = document.path("webhooks").path(type.wireName()).path("post");
      JsonNode schema =
          post.path("requestBody").path("content").path("application/json").path("schema");
      JsonNode envelope = document.at(schema.path("$ref").asText().substring(1));
      JsonNode data =
          document.at(envelope.path("properties").path("data").path("$ref").asText().substring(1));

      assertThat(data.path("properties").size()).as(type.wireName()).isPositive();
    }
  }

  @Test
  void thePageHasNothingInlineAndNothingFromElsewhere() {
    AggregatedHttpResponse page = get("/docs");
    String html = page.contentUtf8();

    assertThat(html)
        .doesNotContain("<style", " style=", " onload", " onclick", "url(", "//cdn")
        .contains("Create organization", "organization.sso_enabled", "/openapi.yaml");
    assertThat(Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(html).results())
        .hasSizeGreaterThan(100)
        .allSatisfy(link -> assertThat(link.group(1)).matches("[#/].*"));
    assertThat(page.headers().get("content-security-policy"))
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.headers().get("content-type")).startsWith("text/html");
  }

  @Test
  void everyLinkOfThePageLeadsToAPartOfIt() {
    String html = get("/docs").contentUtf8();
    Matcher link = Pattern.compile("href=\"#([^\"]+)\"").matcher(html);

    assertThat(link.results().map(match -> match.group(1)))
        .hasSizeGreaterThan(40)
        .allSatisfy(part -> assertThat(html).contains("id=\"" + part + "\""));
  }
}
