package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.wire.organizations.GetOrganizationRequest;
import dev.ostiary.wire.organizations.OrganizationServiceGrpc.OrganizationServiceBlockingStub;
import dev.ostiary.wire.organizations.UpdateOrganization;
import dev.ostiary.wire.organizations.UpdateOrganizationRequest;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// An update with `If-Match` is made only while the object is what its caller has read.
class PreconditionTest {
  private static final String ORGANIZATIONS = "/api/v1/organizations";

  private static ApiWorld world;
  private static String organization;
  private static String connection;
  private static String endpoint;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    organization =
        ORGANIZATIONS + "/" + id(ORGANIZATIONS, "organization", "{\"display_name\":\"Acme\"}");
    connection =
        organization
            + "/connections/"
            + id(
                organization + "/connections",
                "connection",
                "{\"provider\":\"OKTA\",\"type\":\"OIDC\"}");
    endpoint =
        "/api/v1/webhooks/endpoints/"
            + id(
                "/api/v1/webhooks/endpoints",
                "endpoint",
                "{\"url\":\"http://127.0.0.1:9/hook\",\"name\":\"Hook\"}");
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static String id(String path, String object, String body) {
    return world.rest(POST, path, body).json().path(object).path("id").asText();
  }

  private static String path(String object) {
    return switch (object) {
      case "organization" -> organization;
      case "connection" -> connection;
      default -> endpoint;
    };
  }

  private static ApiWorld.Answer send(
      HttpMethod method, String path, String condition, String body) {
    return world.send(
        RequestHeaders.builder(method, path)
            .set("authorization", "Bearer " + world.token())
            .set("if-match", condition)
            .contentType(MediaType.JSON)
            .build(),
        HttpData.ofUtf8(body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          organization | {"display_name":"%s"}
          connection   | {"provider":"OKTA","type":"OIDC","oidc_config":{"client_id":"%s"}}
          endpoint     | {"name":"%s"}
          """)
  void theVersionThatWasReadMayBeChangedOnce(String object, String body) {
    String path = path(object);
    String read = world.get(path).header("etag");
    assertThat(read).matches("\"[A-Za-z0-9_-]{16}\"");
    assertThat(world.get(path).header("etag")).isEqualTo(read);

    ApiWorld.Answer changed = send(PATCH, path, read, body.formatted("alpha"));
    ApiWorld.Answer refused = send(PATCH, path, read, body.formatted("omega"));

    assertThat(changed.status()).as(changed.http().contentUtf8()).isEqualTo(200);
    assertThat(changed.header("etag")).isNotEqualTo(read).isEqualTo(world.get(path).header("etag"));
    assertThat(refused.status()).isEqualTo(412);
    assertThat(refused.json().path("details").path(0).path("error_code").asText())
        .isEqualTo("ETAG_MISMATCH");
    assertThat(world.get(path).http().contentUtf8()).contains("alpha").doesNotContain("omega");
  }

  @Test
  void severalVersionsAndAnyVersionAreConditionsToo() {
    String read = world.get(organization).header("etag");
    String body = "{\"metadata\":{\"key\":\"%s\"}}";

    assertThat(send(PATCH, organization, "\"x\", " + read, body.formatted("a")).status())
        .isEqualTo(200);
    assertThat(send(PATCH, organization, "*", body.formatted("b")).status()).isEqualTo(200);
    assertThat(send(PATCH, organization, "\"x\", \"y\"", body.formatted("c")).status())
        .isEqualTo(412);
  }

  @Test
  void ofManyWithTheSameVersionOneChangesIt() {
    String read = world.get(organization).header("etag");

    List<CompletableFuture<ApiWorld.Answer>> calls =
        IntStream.range(0, 6)
            .mapToObj(i ->
                CompletableFuture.supplyAsync(() ->
                    send(PATCH, organization, read, "{\"display_name\":\"Race %d\"}".formatted(i))))
            .toList();

    assertThat(calls.stream().map(CompletableFuture::join).map(ApiWorld.Answer::status))
        .containsOnlyOnce(200)
        .isSubsetOf(200, 409, 412);
  }

  @Test
  void aConditionOnWhatHasNoVersionIsRefusedAndNothingIsDone() {
    int before = world.get(ORGANIZATIONS).json().path("total_size").asInt();

    ApiWorld.Answer answer = send(POST, ORGANIZATIONS, "*", "{\"display_name\":\"New\"}");

    assertThat(Refusal.rest(answer).fields()).containsExactly("if-match");
    assertThat(world.get(ORGANIZATIONS).json().path("total_size").asInt()).isEqualTo(before);
  }

  @Test
  void grpcHasItInItsMetadata() {
    String id = organization.substring(ORGANIZATIONS.length() + 1);
    GrpcMetadata metadata = new GrpcMetadata();
    var stub = metadata.around(world.stub(OrganizationServiceBlockingStub.class));
    var get = GetOrganizationRequest.newBuilder().setId(id).build();
    assertThat(stub.getOrganization(get).getOrganization().getId()).isEqualTo(id);
    String read = metadata.header("etag");
    assertThat(read).isEqualTo(world.get(organization).header("etag"));

    metadata.send("if-match", read);
    var _ = stub.updateOrganization(renaming(id, "By gRPC"));
    String changed = metadata.header("etag");
    Throwable refused = catchThrowable(() -> stub.updateOrganization(renaming(id, "Too late")));

    assertThat(changed).isNotEqualTo(read).isEqualTo(world.get(organization).header("etag"));
    assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Code.ABORTED);
    assertThat(Errors.code(Status.trailersFromThrowable(refused))).isEqualTo("ETAG_MISMATCH");
    assertThat(stub.getOrganization(get).getOrganization().getDisplayName()).isEqualTo("By gRPC");
  }

  private static UpdateOrganizationRequest renaming(String id, String name) {
    return UpdateOrganizationRequest.newBuilder()
        .setId(id)
        .setOrganization(UpdateOrganization.newBuilder().setDisplayName(name))
        .build();
  }
}
