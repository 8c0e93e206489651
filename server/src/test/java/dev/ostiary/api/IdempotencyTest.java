package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.wire.organizations.CreateOrganization;
import dev.ostiary.wire.organizations.CreateOrganizationRequest;
import dev.ostiary.wire.organizations.OrganizationServiceGrpc.OrganizationServiceBlockingStub;
import io.grpc.Status.Code;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A change that is sent again with the same `Idempotency-Key` is made once.
class IdempotencyTest {
  private static final String ORGANIZATIONS = "/api/v1/organizations";
  private static final String BODY = "{\"display_name\":\"Once\"}";

  private static ApiWorld world;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static ApiWorld.Answer send(HttpMethod method, String path, String key, String body) {
    return send(method, path, key, "Bearer " + world.token(), body);
  }

  private static ApiWorld.Answer send(
      HttpMethod method, String path, String key, String authorization, String body) {
    return world.send(
        RequestHeaders.builder(method, path)
            .set("authorization", authorization)
            .set("idempotency-key", key)
            .contentType(MediaType.JSON)
            .build(),
        HttpData.ofUtf8(body));
  }

  private static int total() {
    return world.get(ORGANIZATIONS).json().path("total_size").asInt();
  }

  private static int events() {
    return world.rest(POST, "/api/v1/events", "{}").json().path("total_size").asInt();
  }

  @Test
  void theSameCallIsAnsweredTheSameAndDoneOnce() {
    int organizations = total();
    int events = events();

    ApiWorld.Answer first = send(POST, ORGANIZATIONS, "same-1", BODY);
    ApiWorld.Answer again = send(POST, ORGANIZATIONS, "same-1", BODY);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("idempotency-replayed")).isEmpty();
    assertThat(again.http().contentUtf8()).isEqualTo(first.http().contentUtf8());
    assertThat(again.header("idempotency-replayed")).isEqualTo("true");
    assertThat(again.header("etag")).isEqualTo(first.header("etag")).isNotEmpty();
    assertThat(total()).isEqualTo(organizations + 1);
    assertThat(events()).isEqualTo(events + 1);
  }

  @Test
  void withoutAKeyItIsDoneTwice() {
    int organizations = total();

    world.rest(POST, ORGANIZATIONS, BODY);
    world.rest(POST, ORGANIZATIONS, BODY);

    assertThat(total()).isEqualTo(organizations + 2);
  }

  @Test
  void aSecretThatIsShownOnceIsShownAgainToItsOwner() {
    String body = "{\"url\":\"http://127.0.0.1:9/hook\",\"name\":\"Secretive\"}";

    ApiWorld.Answer first = send(POST, "/api/v1/webhooks/endpoints", "secret-1", body);
    ApiWorld.Answer again = send(POST, "/api/v1/webhooks/endpoints", "secret-1", body);

    assertThat(first.json().path("secret").asText()).startsWith("whsec_");
    assertThat(again.json()).isEqualTo(first.json());
  }

  @Test
  void anotherRequestWithTheSameKeyIsRefused() {
    send(POST, ORGANIZATIONS, "other-1", BODY);
    int organizations = total();

    ApiWorld.Answer other = send(POST, ORGANIZATIONS, "other-1", "{\"display_name\":\"Two\"}");
    ApiWorld.Answer elsewhere =
        send(
            POST,
            "/api/v1/webhooks/endpoints",
            "other-1",
            "{\"url\":\"http://127.0.0.1:9/hook\",\"name\":\"Elsewhere\"}");

    assertThat(Refusal.rest(other).fields()).containsExactly("idempotency-key");
    assertThat(Refusal.rest(elsewhere).fields()).containsExactly("idempotency-key");
    assertThat(total()).isEqualTo(organizations);
  }

  @Test
  void aKeyBelongsToItsCallerAlone() {
    ApiWorld.Answer mine = send(POST, ORGANIZATIONS, "owned-1", BODY);

    ApiWorld.Answer theirs =
        send(POST, ORGANIZATIONS, "owned-1", "Bearer " + world.otherToken(), BODY);

    assertThat(theirs.status()).isEqualTo(200);
    assertThat(theirs.json()).isNotEqualTo(mine.json());
  }

  @Test
  void aRefusedCallMayBeMadeRightUnderItsKey() {
    String taken = "{\"display_name\":\"A\",\"external_id\":\"taken\"}";
    ApiWorld.Answer holder = world.rest(POST, ORGANIZATIONS, taken);

    assertThat(Refusal.rest(send(POST, ORGANIZATIONS, "mended-1", taken)).code())
        .isEqualTo(Code.ALREADY_EXISTS);
    String id = holder.json().path("organization").path("id").asText();
    world.rest(HttpMethod.DELETE, ORGANIZATIONS + "/" + id, "");

    assertThat(send(POST, ORGANIZATIONS, "mended-1", taken).status()).isEqualTo(200);
  }

  @Test
  void ofManyAtTheSameTimeOneIsDone() {
    int organizations = total();

    List<CompletableFuture<ApiWorld.Answer>> calls =
        IntStream.range(0, 8)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> send(POST, ORGANIZATIONS, "race-1", BODY)))
            .toList();
    List<ApiWorld.Answer> answers = calls.stream().map(CompletableFuture::join).toList();

    assertThat(answers).extracting(ApiWorld.Answer::status).contains(200).isSubsetOf(200, 409);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 200)
        .extracting(answer -> answer.http().contentUtf8())
        .containsOnly(send(POST, ORGANIZATIONS, "race-1", BODY).http().contentUtf8());
    assertThat(total()).isEqualTo(organizations + 1);
  }

  @Test
  void aKeyIsForgottenAfterADay() throws SQLException {
    ApiWorld.Answer first = send(POST, ORGANIZATIONS, "old-1", BODY);
    try (var connection = TestDatabase.connect(world.server.database());
        var statement = connection.createStatement()) {
      statement.execute("update idempotency_key set create_time = create_time - interval '25 h'");
    }

    ApiWorld.Answer later = send(POST, ORGANIZATIONS, "old-1", BODY);

    assertThat(later.status()).isEqualTo(200);
    assertThat(later.json()).isNotEqualTo(first.json());
  }

  @Test
  void answersAreNotKeptInPlainText() throws SQLException {
    send(POST, ORGANIZATIONS, "sealed-1", "{\"display_name\":\"Sealed away\"}");

    try (var connection = TestDatabase.connect(world.server.database());
        var rows =
            connection
                .createStatement()
                .executeQuery(
                    "select count(*) from idempotency_key"
                        + " where position('Sealed away'::bytea in answer) > 0")) {
      rows.next();
      assertThat(rows.getInt(1)).isZero();
    }
  }

  @Test
  void whatIsNoKeyIsRefused() {
    for (String key : List.of("with space", "x".repeat(256))) {
      assertThat(Refusal.rest(send(POST, ORGANIZATIONS, key, BODY)).fields())
          .containsExactly("idempotency-key");
    }
    assertThat(send(POST, ORGANIZATIONS, "x".repeat(255), BODY).status()).isEqualTo(200);
  }

  @Test
  void grpcHasItToo() {
    GrpcMetadata metadata = new GrpcMetadata();
    metadata.send("idempotency-key", "grpc-1");
    var stub = metadata.around(world.stub(OrganizationServiceBlockingStub.class));
    CreateOrganizationRequest request =
        CreateOrganizationRequest.newBuilder()
            .setOrganization(CreateOrganization.newBuilder().setDisplayName("By gRPC"))
            .build();

    var first = stub.createOrganization(request);
    assertThat(metadata.header("idempotency-replayed")).isEmpty();
    assertThat(stub.createOrganization(request)).isEqualTo(first);
    assertThat(metadata.header("idempotency-replayed")).isEqualTo("true");
    assertThat(send(POST, ORGANIZATIONS, "grpc-1", "{\"display_name\":\"By gRPC\"}").json())
        .as("a key is the caller's, whichever door it comes in by")
        .isEqualTo(world.get(ORGANIZATIONS + "/" + first.getOrganization().getId()).json());
  }
}
