package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.GET;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.ostiary.platform.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every text that a served route takes, filled with what does harm elsewhere: it is kept as it is,
/// or refused, and never understood as anything but a text. And fields that are not the caller's to
/// set are not set.
class HostileFieldsTest {
  /// SQL, LDAP, XPath; JNDI, a shell, a template, a page; a spreadsheet.
  private static final List<String> HOSTILE =
      List.of(
          "'; drop table organization; -- \" or 1=1 *)(uid=*))(|(uid=* ' or count(//user)=1 or '%_\\",
          "${jndi:ldap://127.0.0.1:9/a} $(touch /tmp/x) `id` {{7*7}} <script>alert(1)</script>",
          "=cmd|' /C calc'!A0");

  /// A terminal, a line of a log.
  private static final List<String> CONTROLS =
      List.of("\u001b[31mred\u202Egnp", "one\r\nlevel=ERROR forged");

  /// What no caller sets, whatever it calls.
  private static final List<String> NOT_THEIRS =
      List.of(
          "environment_id",
          "id",
          "role",
          "verified",
          "verification_status",
          "create_time",
          "update_time",
          "created_at",
          "revision",
          "is_admin");

  private static ApiWorld world;
  private static Possessions ours;

  @BeforeAll
  static void start() {
    world = new ApiWorld(Map.of("OSTIARY_SIMULATOR", "on"));
    ours = Possessions.made(world, "hostile-7");
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  /// A field that takes a text.
  ///
  /// @param path from the request, or from the body
  private record Text(HttpBinding route, List<String> path, FieldDescriptor field, boolean inBody) {
    @Override
    public String toString() {
      return route.method() + " " + route.template() + " " + String.join(".", path);
    }
  }

  private static Stream<Text> texts() {
    return ApiRoutes.served(world)
        .filter(route -> !route.rpc().getName().startsWith("Delete"))
        .flatMap(route -> texts(route).stream());
  }

  private static List<Text> texts(HttpBinding route) {
    List<Text> found = new ArrayList<>();
    Descriptor request = route.rpc().getInputType();
    boolean whole = route.body().equals(HttpBinding.WHOLE_REQUEST);
    for (FieldDescriptor field : request.getFields()) {
      if (route.variables().contains(field.getName())) {
        continue;
      }
      if (field.getName().equals(route.body())) {
        add(found, route, List.of(), field.getMessageType(), true);
      } else if (isText(field)) {
        found.add(new Text(route, List.of(field.getName()), field, whole));
      }
    }
    return found;
  }

  /// As deep as one message in another.
  private static void add(
      List<Text> found, HttpBinding route, List<String> outer, Descriptor message, boolean inBody) {
    for (FieldDescriptor field : message.getFields()) {
      List<String> path = new ArrayList<>(outer);
      path.add(field.getName());
      if (isText(field)) {
        found.add(new Text(route, path, field, inBody));
      } else if (outer.isEmpty()
          && !field.isRepeated()
          && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && !field.getMessageType().getFullName().startsWith("google.")) {
        add(found, route, path, field.getMessageType(), inBody);
      }
    }
  }

  private static boolean isText(FieldDescriptor field) {
    if (field.getName().equals("redirect_uri")) {
      return false; // ours to say
    }
    return field.isMapField()
        ? field.getMessageType().findFieldByName("value").getJavaType()
            == FieldDescriptor.JavaType.STRING
        : field.getJavaType() == FieldDescriptor.JavaType.STRING;
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextIsATextOrRefused(Text text) {
    List<String> all = new ArrayList<>(HOSTILE);
    if (text.inBody()) {
      all.addAll(CONTROLS);
    }
    for (String hostile : all) {
      ApiWorld.Answer answer = send(text, hostile);

      assertThat(answer.status())
          .as(hostile + ": " + answer.http().contentUtf8())
          .isIn(200, 400, 404, 409);
      if (answer.status() == 200 && text.inBody() && !text.field().isMapField()) {
        List<String> told = new ArrayList<>();
        find(answer.json(), text.field().getName(), told);
        if (!told.isEmpty()) {
          assertThat(told).as(text.toString()).contains(hostile);
        }
      }
    }
    assertThat(world.get("/api/v1/organizations/" + ours.get("organization")).status())
        .isEqualTo(200);
  }

  private static void find(JsonNode json, String name, List<String> found) {
    for (var member : json.properties()) {
      if (member.getKey().equals(name) && member.getValue().isTextual()) {
        found.add(member.getValue().asText());
      }
      find(member.getValue(), name, found);
    }
  }

  private static ApiWorld.Answer send(Text text, String value) {
    HttpBinding route = text.route();
    String path = ours.path(route);
    ObjectNode body = Json.parseObject(Possessions.body(route));
    if (text.inBody()) {
      ObjectNode parent = body;
      for (String name : text.path().subList(0, text.path().size() - 1)) {
        parent = parent.withObjectProperty(name);
      }
      String last = text.path().getLast();
      if (text.field().isMapField()) {
        parent.putObject(last).put(value, value);
      } else if (text.field().isRepeated()) {
        parent.putArray(last).add(value);
      } else {
        parent.put(last, value);
      }
    } else {
      path += "?" + text.path().getLast() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
    return world.rest(route.method(), path, route.body().isEmpty() ? "" : Json.text(body));
  }

  @Test
  void aNameIsKeptAsItWasWritten() {
    for (String hostile : HOSTILE) {
      ObjectNode body = Json.object().put("display_name", hostile);
      body.putObject("metadata").put("key", hostile);
      ApiWorld.Answer answer = world.rest(POST, "/api/v1/organizations", Json.text(body));
      JsonNode made = answer.json().path("organization");

      assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200);
      JsonNode read =
          world
              .get("/api/v1/organizations/" + made.path("id").asText())
              .json()
              .path("organization");
      assertThat(read.path("display_name").asText()).isEqualTo(hostile);
      assertThat(read.path("metadata").path("key").asText()).isEqualTo(hostile);
    }
  }

  private static Stream<HttpBinding> bodies() {
    return ApiRoutes.served(world)
        .filter(route -> route.method() != GET && !route.body().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void whatIsNotTheCallersToSetIsRefused(HttpBinding route) {
    Descriptor request = route.rpc().getInputType();
    Descriptor message =
        route.body().equals(HttpBinding.WHOLE_REQUEST)
            ? request
            : request.findFieldByName(route.body()).getMessageType();
    for (String name : NOT_THEIRS) {
      if (message.findFieldByName(name) != null) {
        continue; // an id of the path, which the path overrules
      }
      ObjectNode body = Json.parseObject(Possessions.body(route)).put(name, "1");

      ApiWorld.Answer answer = world.rest(route.method(), ours.path(route), Json.text(body));

      assertThat(answer.status()).as(name + ": " + answer.http().contentUtf8()).isEqualTo(400);
      assertThat(answer.http().contentUtf8()).contains(name);
    }
  }
}
