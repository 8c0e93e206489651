package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.GET;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.wire.organizations.CreateOrganization;
import dev.ostiary.wire.organizations.CreateOrganizationRequest;
import dev.ostiary.wire.organizations.ListOrganizationsRequest;
import dev.ostiary.wire.organizations.OrganizationServiceGrpc.OrganizationServiceBlockingStub;
import io.grpc.Status.Code;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whoever brings no good token is told so, and nothing else, by either door.
class BearerCheckTest {
  private static final String ORGANIZATIONS = "/api/v1/organizations";

  private static ApiWorld world;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  static Stream<Arguments> badTokens() {
    String good = world.token();
    String tampered = good.substring(0, good.length() - 4) + "AAAA";
    return Stream.of(
        Arguments.of("", "Token empty"),
        Arguments.of("Bearer ", "Token malformed"),
        Arguments.of("Bearer garbled", "Token malformed"),
        Arguments.of("Bearer a.b.c", "Token malformed"),
        Arguments.of(good, "Token empty"),
        Arguments.of("Basic " + good, "Token empty"),
        Arguments.of("Bearer " + tampered, "Token signature invalid"),
        Arguments.of("Bearer " + world.expiredToken(), "Token expired"),
        Arguments.of("Bearer " + world.foreignToken(), "Token signed with a key that this server"));
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void aBadTokenIsRefusedWhateverElseIsWrong(String authorization, String reason) {
    var stub = world.stub(OrganizationServiceBlockingStub.class, authorization);
    Stream<Refusal> refusals =
        Stream.of(
            Refusal.grpc(
                () -> stub.listOrganization(ListOrganizationsRequest.getDefaultInstance())),
            Refusal.grpc(
                () -> stub.createOrganization(CreateOrganizationRequest.getDefaultInstance())),
            unauthorized(world.rest(GET, ORGANIZATIONS, authorization, "")),
            unauthorized(world.rest(GET, ORGANIZATIONS + "/org_0", authorization, "")),
            unauthorized(world.rest(GET, ORGANIZATIONS + "?nonsense=1", authorization, "")),
            unauthorized(world.rest(POST, ORGANIZATIONS, authorization, "{not json")),
            unauthorized(world.rest(GET, ORGANIZATIONS + ":search", authorization, "")));

    assertThat(refusals)
        .allSatisfy(refusal -> {
          assertThat(refusal.code()).isEqualTo(Code.UNAUTHENTICATED);
          assertThat(refusal.message()).startsWith(reason);
          assertThat(refusal.fields()).isEmpty();
        });
  }

  private static Refusal unauthorized(ApiWorld.Answer answer) {
    assertThat(answer.status()).isEqualTo(401);
    return Refusal.rest(answer);
  }

  @Test
  void aGoodTokenIsLetInAndOnlyThenIsTheMessageJudged() {
    var stub = world.stub(OrganizationServiceBlockingStub.class);

    assertThat(world.get(ORGANIZATIONS).status()).isEqualTo(200);
    assertThat(
            Refusal.grpc(
                    () -> stub.createOrganization(CreateOrganizationRequest.getDefaultInstance()))
                .code())
        .isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(Refusal.rest(world.rest(POST, ORGANIZATIONS, "{not json")).code())
        .isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void theSchemeIsReadInAnyCase() {
    assertThat(world.rest(GET, ORGANIZATIONS, "bEARER " + world.token(), "").status())
        .isEqualTo(200);
  }

  @Test
  void oneGoodTokenOfTwoIsEnough() {
    var head =
        RequestHeaders.builder(GET, ORGANIZATIONS)
            .add("authorization", "Bearer garbled")
            .add("authorization", "Bearer " + world.token())
            .build();

    assertThat(world.send(head, HttpData.empty()).status()).isEqualTo(200);
  }

  @Test
  void nothingIsStoredForWhoeverIsRefused() {
    var stranger = world.stub(OrganizationServiceBlockingStub.class, "Bearer garbled");
    var organization = CreateOrganization.newBuilder().setDisplayName("Stranger");
    var request = CreateOrganizationRequest.newBuilder().setOrganization(organization).build();
    int before = total();

    assertThat(Refusal.grpc(() -> stranger.createOrganization(request)).code())
        .isEqualTo(Code.UNAUTHENTICATED);
    assertThat(total()).isEqualTo(before);

    var _ = world.stub(OrganizationServiceBlockingStub.class).createOrganization(request);
    assertThat(total()).isEqualTo(before + 1);
  }

  private static int total() {
    return world.get(ORGANIZATIONS).json().path("total_size").asInt(-1);
  }
}
