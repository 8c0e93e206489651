package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.GET;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static com.linecorp.armeria.common.HttpMethod.PUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.of;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.wire.organizations.CreateOrganization;
import dev.ostiary.wire.organizations.CreateOrganizationRequest;
import dev.ostiary.wire.organizations.OrganizationServiceGrpc.OrganizationServiceBlockingStub;
import io.grpc.Status.Code;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that make no sense are refused in words, and leave nothing behind.
class RefusedRequestsTest {
  private static final String ORGANIZATIONS = "/api/v1/organizations";
  private static final int MEGABYTE = 1024 * 1024;

  private static ApiWorld world;
  private static OrganizationServiceBlockingStub organizations;
  private static String organization;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    organizations = world.stub(OrganizationServiceBlockingStub.class);
    organization =
        world
            .rest(POST, ORGANIZATIONS, "{\"display_name\":\"Control\",\"slug\":\"control\"}")
            .json()
            .path("organization")
            .path("id")
            .asText();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  static Stream<Arguments> badBodies() {
    return Stream.of(
        of("no JSON", "{not json", "malformed JSON"),
        of("cut off", "{\"display_name\":\"A\"", "malformed JSON"),
        of("text behind", "{\"display_name\":\"A\"} x", "malformed JSON"),
        of("a key twice", "{\"display_name\":\"A\",\"display_name\":\"B\"}", "malformed JSON"),
        of("single quotes", "{'display_name':'A'}", "malformed JSON"),
        of("deep nesting", "[".repeat(5000) + "]".repeat(5000), "malformed JSON"),
        of("no object", "\"A\"", "organization: found a string, expected an object"),
        of("an array", "[]", "organization: found an array, expected an object"),
        of("null", "null", "organization"),
        of("nothing", "", "organization"),
        of("empty", "{}", "display_name"),
        of(
            "an unknown field",
            "{\"display_name\":\"A\",\"colour\":1}",
            "organization.colour: there"),
        of(
            "a field of Object",
            "{\"display_name\":\"A\",\"__proto__\":1}",
            "organization.__proto__"),
        of(
            "a number for text",
            "{\"display_name\":5}",
            "organization.display_name: found a number"),
        of(
            "an array for text",
            "{\"display_name\":[\"A\"]}",
            "organization.display_name: found an"),
        of("an object for text", "{\"display_name\":{}}", "organization.display_name: found an"),
        of(
            "text for a map",
            "{\"display_name\":\"A\",\"metadata\":\"x\"}",
            "organization.metadata"),
        of(
            "a number in a map",
            "{\"display_name\":\"A\",\"metadata\":{\"key\":1}}",
            "metadata[key]"),
        of(
            "null in a map",
            "{\"display_name\":\"A\",\"metadata\":{\"key\":null}}",
            "metadata[key]"),
        of("no such enum", "{\"display_name\":\"A\",\"region_code\":\"XX\"}", "expected one of: "),
        of("no such number", "{\"display_name\":\"A\",\"region_code\":99}", "expected one of: "),
        of("both spellings", "{\"display_name\":\"A\",\"displayName\":\"B\"}", "already been set"),
        of("too long", "{\"display_name\":\"%s\"}".formatted("A".repeat(201)), "display_name"),
        of("a broken slug", "{\"display_name\":\"A\",\"slug\":\"No Slug\"}", "slug"),
        of("a zero byte", "{\"display_name\":\"A\\u0000\"}", "display_name"),
        of("half a character", "{\"display_name\":\"A\\ud800\"}", "display_name"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?page_size=1&page_size.value=3",
        "?page_size.value=3&page_size=1",
        "?page_size.value.value=3"
      })
  void aParameterIsGivenAsAWholeOrByItsParts(String query) {
    String domains = "/api/v1/organizations/" + organization + "/domains";
    assertThat(Refusal.rest(world.get(domains + query)).code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(world.get(domains + "?page_size=1").status()).isEqualTo(200);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badBodies")
  void aBodyThatIsNoOrganizationIsRefused(String name, String body, String words) {
    int before = total();

    ApiWorld.Answer answer = world.rest(POST, ORGANIZATIONS, body);

    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(400);
    Refusal refusal = Refusal.rest(answer);
    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.message()).contains(words);
    assertThat(refusal.fields()).isNotEmpty();
    assertThat(total()).isEqualTo(before);
  }

  @Test
  void aBodyThatIsAnOrganizationIsNot() {
    int before = total();

    ApiWorld.Answer answer =
        world.rest(
            POST,
            ORGANIZATIONS,
            "{\"display_name\":\"A\",\"region_code\":\"EU\",\"metadata\":{\"key\":\"v\"},"
                + "\"slug\":\"a-slug\",\"logo_url\":null}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(total()).isEqualTo(before + 1);
  }

  static Stream<Arguments> badRoutes() {
    String one = ORGANIZATIONS + "/" + organization;
    return Stream.of(
        of(GET, "/api/v1/nothing", 404, Code.NOT_FOUND),
        of(GET, "/api/v1/", 404, Code.NOT_FOUND),
        of(GET, "/nothing", 404, Code.NOT_FOUND),
        of(GET, ORGANIZATIONS + "/", 404, Code.NOT_FOUND),
        of(PATCH, one + ":explode", 404, Code.NOT_FOUND),
        of(GET, one + "/../../../../keys", 400, Code.INVALID_ARGUMENT),
        of(PUT, ORGANIZATIONS, 405, Code.UNIMPLEMENTED),
        of(POST, one, 405, Code.UNIMPLEMENTED),
        of(HttpMethod.OPTIONS, one, 405, Code.UNIMPLEMENTED),
        of(GET, ORGANIZATIONS + "/12345", 400, Code.INVALID_ARGUMENT),
        of(GET, ORGANIZATIONS + "/conn_12345", 400, Code.INVALID_ARGUMENT),
        of(GET, ORGANIZATIONS + "/org_", 400, Code.INVALID_ARGUMENT),
        of(GET, ORGANIZATIONS + "/org_-1", 400, Code.INVALID_ARGUMENT),
        of(GET, ORGANIZATIONS + "/org_9999999999999999999", 400, Code.INVALID_ARGUMENT),
        of(GET, ORGANIZATIONS + "/org_" + "1".repeat(40), 400, Code.INVALID_ARGUMENT),
        of(GET, ORGANIZATIONS + "/org_12345", 404, Code.NOT_FOUND),
        of(GET, one + "/connections/org_12345", 400, Code.INVALID_ARGUMENT),
        of(GET, "/api/v1/connections/org_12345", 400, Code.INVALID_ARGUMENT),
        of(GET, "/api/v1/webhooks/endpoints/org_12345", 400, Code.INVALID_ARGUMENT),
        of(GET, "/api/v1/webhooks/endpoints/whe_12345", 404, Code.NOT_FOUND),
        of(GET, ORGANIZATIONS + "?page_size=101", 400, Code.INVALID_ARGUMENT),
        of(GET, ORGANIZATIONS + "?page_size=-1", 400, Code.INVALID_ARGUMENT),
        of(GET, ORGANIZATIONS + "?page_size=ten", 400, Code.INVALID_ARGUMENT),
        of(GET, ORGANIZATIONS + "?page_size=1&page_size=2", 400, Code.INVALID_ARGUMENT),
        of(GET, ORGANIZATIONS + "?page_token=nonsense", 400, Code.INVALID_ARGUMENT),
        of(GET, ORGANIZATIONS + "?colour=red", 400, Code.INVALID_ARGUMENT),
        of(GET, ORGANIZATIONS + "?a.b=c", 400, Code.INVALID_ARGUMENT),
        of(GET, one + "?external_id=x", 400, Code.INVALID_ARGUMENT),
        of(DELETE, ORGANIZATIONS + "/org_12345", 404, Code.NOT_FOUND));
  }

  @ParameterizedTest
  @MethodSource("badRoutes")
  void aPathThatLeadsNowhereSaysSo(HttpMethod method, String path, int status, Code code) {
    ApiWorld.Answer answer = world.rest(method, path, "");

    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(status);
    assertThat(Refusal.rest(answer).code()).isEqualTo(code);
    assertThat(world.get(ORGANIZATIONS + "/" + organization).status()).isEqualTo(200);
  }

  @Test
  void aWrongMethodIsToldTheRightOnes() {
    assertThat(world.rest(PUT, ORGANIZATIONS, "{}").header("allow")).isEqualTo("GET, POST");
  }

  @ParameterizedTest
  @MethodSource("otherContent")
  void aBodyOfAnotherContentTypeIsRefused(String contentType) {
    Refusal refusal = Refusal.rest(typed(contentType));

    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.message()).contains("expected application/json");
  }

  static Stream<String> otherContent() {
    return Stream.of("text/plain", "application/x-www-form-urlencoded", "application/xml");
  }

  @Test
  void jsonMayBeDeclaredWithACharset() {
    assertThat(typed("application/json; charset=utf-8").status()).isEqualTo(200);
  }

  private static ApiWorld.Answer typed(String contentType) {
    return world.send(
        head(POST, ORGANIZATIONS).contentType(MediaType.parse(contentType)).build(),
        HttpData.ofUtf8("{\"display_name\":\"Typed\"}"));
  }

  @Test
  void aBodyThatIsNotUtf8IsRefused() {
    byte[] latin = "{\"display_name\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    ApiWorld.Answer answer =
        world.send(
            head(POST, ORGANIZATIONS).contentType(MediaType.JSON).build(), HttpData.wrap(latin));

    assertThat(Refusal.rest(answer).message()).contains("UTF-8");
  }

  @Test
  void aBodyThatIsCompressedIsRefused() {
    ApiWorld.Answer answer =
        world.send(
            head(POST, ORGANIZATIONS)
                .contentType(MediaType.JSON)
                .set("content-encoding", "gzip")
                .build(),
            HttpData.wrap(new byte[] {0x1f, (byte) 0x8b, 8, 0}));

    assertThat(Refusal.rest(answer).message()).contains("content-encoding gzip, expected none");
  }

  @Test
  void aDeepBodyIsToldHowDeepItMayBeAndNothingOfTheInside() {
    Refusal refusal = Refusal.rest(world.rest(POST, ORGANIZATIONS, "[".repeat(100_000)));

    assertThat(refusal.message()).contains("50").doesNotContain("`", "StreamReadConstraints");
  }

  @Test
  void aBodyBeyondAMegabyteIsRefusedByBothDoors() {
    String name = "A".repeat(MEGABYTE + 1);

    ApiWorld.Answer rest =
        world.rest(POST, ORGANIZATIONS, "{\"display_name\":\"%s\"}".formatted(name));
    Refusal grpc = Refusal.grpc(() -> create(CreateOrganization.newBuilder().setDisplayName(name)));

    assertThat(rest.status()).isEqualTo(413);
    assertThat(Refusal.rest(rest).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(grpc.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void aLargeBodyBelowThatIsReadAndJudged() {
    String name = "A".repeat(MEGABYTE - 1024);

    Refusal rest =
        Refusal.rest(world.rest(POST, ORGANIZATIONS, "{\"display_name\":\"%s\"}".formatted(name)));
    Refusal grpc = Refusal.grpc(() -> create(CreateOrganization.newBuilder().setDisplayName(name)));

    assertThat(rest.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(grpc).isEqualTo(rest);
  }

  private static com.linecorp.armeria.common.RequestHeadersBuilder head(
      HttpMethod method, String path) {
    return RequestHeaders.builder(method, path).set("authorization", "Bearer " + world.token());
  }

  private static void create(CreateOrganization.Builder wanted) {
    var _ =
        organizations.createOrganization(
            CreateOrganizationRequest.newBuilder().setOrganization(wanted).build());
  }

  private static int total() {
    return world.get(ORGANIZATIONS).json().path("total_size").asInt(-1);
  }
}
