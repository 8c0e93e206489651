package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.wire.auditlogs.AuditLogsServiceGrpc.AuditLogsServiceBlockingStub;
import dev.ostiary.wire.auditlogs.ListAuthLogRequest;
import dev.ostiary.wire.commons.RegionCode;
import dev.ostiary.wire.events.EventFilter;
import dev.ostiary.wire.events.EventsServiceGrpc.EventsServiceBlockingStub;
import dev.ostiary.wire.events.ListEventsRequest;
import dev.ostiary.wire.organizations.CreateOrganization;
import dev.ostiary.wire.organizations.CreateOrganizationRequest;
import dev.ostiary.wire.organizations.GetOrganizationRequest;
import dev.ostiary.wire.organizations.OrganizationServiceGrpc.OrganizationServiceBlockingStub;
import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What makes no sense over gRPC is refused in words, as it is over REST.
class RefusedMessagesTest {
  private static ApiWorld world;
  private static OrganizationServiceBlockingStub organizations;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    organizations = world.stub(OrganizationServiceBlockingStub.class);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  void anEnumNumberThatNobodyKnowsIsRefusedByGrpcToo() {
    Refusal refusal =
        Refusal.grpc(() ->
            create(CreateOrganization.newBuilder().setDisplayName("A").setRegionCodeValue(99)));

    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.fields()).containsExactly("organization.region_code");
    assertThat(
            organizations
                .createOrganization(
                    CreateOrganizationRequest.newBuilder()
                        .setOrganization(
                            CreateOrganization.newBuilder()
                                .setDisplayName("A")
                                .setRegionCode(RegionCode.EU))
                        .build())
                .getOrganization()
                .getRegionCode())
        .isEqualTo(RegionCode.EU);
  }

  @Test
  void bytesThatAreNoMessageAreTheCallersFault() {
    // A frame of gRPC: not compressed, two bytes long, and they begin a field without an end.
    byte[] frame = {0, 0, 0, 0, 2, 0x0a, 0x7f};

    ApiWorld.Answer answer = frame("OrganizationService/GetOrganization", frame);

    assertThat(grpcStatus(answer)).isEqualTo(Code.INVALID_ARGUMENT.value());
    byte[] empty = {0, 0, 0, 0, 0};
    assertThat(grpcStatus(frame("OrganizationService/ListOrganization", empty))).isZero();
  }

  private static int grpcStatus(ApiWorld.Answer answer) {
    String status = answer.http().trailers().get("grpc-status", answer.header("grpc-status"));
    return Integer.parseInt(status);
  }

  private static ApiWorld.Answer frame(String method, byte[] frame) {
    return world.send(
        RequestHeaders.builder(POST, "/scalekit.v1.organizations." + method)
            .set("authorization", "Bearer " + world.token())
            .contentType(MediaType.parse("application/grpc+proto"))
            .set("te", "trailers")
            .build(),
        HttpData.wrap(frame));
  }

  @Test
  void aServiceThatWeDoNotHaveIsUnimplemented() {
    ApiWorld.Answer answer = frame("DirectoryService/GetDirectory", new byte[5]);

    assertThat(grpcStatus(answer)).isEqualTo(Code.UNIMPLEMENTED.value());
    assertThat(answer.header("grpc-message")).contains("DirectoryService/GetDirectory");
  }

  @Test
  void thePathInAGrpcMessageIsPercentEncoded() {
    ApiWorld.Answer answer = frame("Nothing/caf%C3%A9", new byte[5]);

    assertThat(grpcStatus(answer)).isEqualTo(Code.UNIMPLEMENTED.value());
    assertThat(answer.header("grpc-message")).endsWith("Nothing/caf%25C3%25A9");
  }

  @Test
  void aPathOfGrpcIsForGrpc() {
    String path = "/scalekit.v1.organizations.OrganizationService/ListOrganization";

    ApiWorld.Answer json = world.rest(POST, path, "{}");
    ApiWorld.Answer get = world.get(path);

    assertThat(json.status()).isEqualTo(415);
    assertThat(Refusal.rest(json).message()).contains("application/grpc", "/api/v1/");
    assertThat(get.status()).isEqualTo(405);
    assertThat(Refusal.rest(get).message()).contains("expected POST");
  }

  @Test
  void aTimeThatIsNoneIsRefusedByGrpcToo() {
    Timestamp never = Timestamp.newBuilder().setSeconds(Long.MAX_VALUE).build();
    var logs = world.stub(AuditLogsServiceBlockingStub.class);
    var events = world.stub(EventsServiceBlockingStub.class);

    Refusal start =
        Refusal.grpc(() ->
            logs.listAuthRequests(ListAuthLogRequest.newBuilder().setStartTime(never).build()));
    Refusal end =
        Refusal.grpc(() ->
            events.listEvents(
                ListEventsRequest.newBuilder()
                    .setFilter(EventFilter.newBuilder().setEndTime(never))
                    .build()));

    assertThat(start.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(start.fields()).containsExactly("start_time");
    assertThat(end.fields()).containsExactly("filter.end_time");
    for (String path : new String[] {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"}) {
      assertThat(world.get("/api/v1/logs/authentication/requests?start_time=" + path).status())
          .as(path)
          .isEqualTo(200);
    }
  }

  @Test
  void anIdOfTheWrongKindIsRefusedByGrpcToo() {
    Refusal refusal =
        Refusal.grpc(() ->
            organizations.getOrganization(
                GetOrganizationRequest.newBuilder().setId("conn_12345").build()));

    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.fields()).containsExactly("id");
  }

  private static void create(CreateOrganization.Builder wanted) {
    var _ =
        organizations.createOrganization(
            CreateOrganizationRequest.newBuilder().setOrganization(wanted).build());
  }
}
