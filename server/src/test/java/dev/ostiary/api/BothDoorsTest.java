package dev.ostiary.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each served call, over gRPC and as REST, with the same content: the answer is the same, whether
/// it is one or a refusal.
class BothDoorsTest {
  private static final int PREFIX = 5;

  private static ApiWorld world;
  private static Possessions ours;
  private static String machine;

  @BeforeAll
  static void start() {
    world = new ApiWorld(Map.of("OSTIARY_SIMULATOR", "on"));
    ours = Possessions.made(world, "doors-7");
    machine = machineToken();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  /// A good token of ours that is for the app's own API, not for this one.
  private static String machineToken() {
    String clients = "/api/v1/organizations/" + ours.get("organization") + "/clients";
    var made = world.rest(HttpMethod.POST, clients, "{\"name\":\"Powerless\"}").json();
    String form =
        "grant_type=client_credentials&client_id="
            + made.at("/client/client_id").asText()
            + "&client_secret="
            + made.path("plain_secret").asText();
    return world
        .send(
            RequestHeaders.builder(HttpMethod.POST, "/oauth/token")
                .contentType(MediaType.FORM_DATA)
                .build(),
            HttpData.ofUtf8(form))
        .json()
        .path("access_token")
        .asText();
  }

  private static Stream<HttpBinding> routes() {
    return ApiRoutes.served(world);
  }

  /// More than a retry needs to pass by.
  private static final int TRIES = 3;

  private static Stream<HttpBinding> reads() {
    return routes().filter(route -> RpcTraits.isRead(route.rpc().getName()));
  }

  private static Stream<HttpBinding> named() {
    return routes().filter(route -> !route.variables().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("reads")
  void bothGiveTheSame(HttpBinding route) throws InvalidProtocolBufferException {
    ApiWorld.Answer before;
    ApiWorld.Answer rest;
    ApiWorld.Answer grpc = grpc(route, ours, world.token());
    int tries = 0;
    // A delivery is tried again on its own time, which may come between the two doors.
    do {
      before = grpc;
      rest = rest(route, ours, world.token());
      grpc = grpc(route, ours, world.token());
    } while (!Arrays.equals(before.http().content().array(), grpc.http().content().array())
        && ++tries < TRIES);

    assertThat(status(grpc)).isEqualTo(rest.status() == 200 ? 0 : rest.json().path("code").asInt());
    if (rest.status() == 200) {
      byte[] frame = grpc.http().content().array();
      Message told =
          DynamicMessage.parseFrom(
              route.rpc().getOutputType(), Arrays.copyOfRange(frame, PREFIX, frame.length));
      DynamicMessage.Builder read = DynamicMessage.newBuilder(route.rpc().getOutputType());
      JsonFormat.parser().merge(rest.http().contentUtf8(), read);
      assertThat(told).isEqualTo(read.build());
    }
  }

  @ParameterizedTest
  @MethodSource("named")
  void bothFindNothingAlike(HttpBinding route) throws InvalidProtocolBufferException {
    ApiWorld.Answer rest = rest(route, ours.ofNobody(), world.token());
    ApiWorld.Answer grpc = grpc(route, ours.ofNobody(), world.token());

    assertThat(rest.status()).isEqualTo(404);
    assertSame(grpc, rest);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void bothRefuseWhoMayNot(HttpBinding route) throws InvalidProtocolBufferException {
    ApiWorld.Answer rest = rest(route, ours, machine);
    ApiWorld.Answer grpc = grpc(route, ours, machine);

    assertThat(rest.status()).isEqualTo(403);
    assertSame(grpc, rest);
  }

  @ParameterizedTest
  @MethodSource("routes")
  void bothRefuseWhoIsNobody(HttpBinding route) throws InvalidProtocolBufferException {
    ApiWorld.Answer rest = rest(route, ours, "garbled");
    ApiWorld.Answer grpc = grpc(route, ours, "garbled");

    assertThat(rest.status()).isEqualTo(401);
    assertSame(grpc, rest);
  }

  @Test
  void thereAreManyOfEach() {
    assertThat(routes()).hasSizeGreaterThan(70);
    assertThat(reads()).hasSizeGreaterThan(25);
  }

  private static void assertSame(ApiWorld.Answer grpc, ApiWorld.Answer rest) {
    assertThat(status(grpc)).isEqualTo(rest.json().path("code").asInt());
    String message = grpc.http().trailers().get("grpc-message", grpc.header("grpc-message"));
    assertThat(URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8))
        .isEqualTo(rest.json().path("message").asText());
  }

  private static int status(ApiWorld.Answer answer) {
    return Integer.parseInt(
        answer.http().trailers().get("grpc-status", answer.header("grpc-status")));
  }

  private static ApiWorld.Answer rest(HttpBinding route, Possessions whose, String token) {
    String body = route.body().isEmpty() ? "" : Possessions.body(route);
    return world.rest(route.method(), whose.path(route), "Bearer " + token, body);
  }

  private static ApiWorld.Answer grpc(HttpBinding route, Possessions whose, String token)
      throws InvalidProtocolBufferException {
    byte[] message = request(route, whose).toByteArray();
    byte[] frame =
        ByteBuffer.allocate(PREFIX + message.length)
            .put((byte) 0)
            .putInt(message.length)
            .put(message)
            .array();
    String path = "/" + route.rpc().getService().getFullName() + "/" + route.rpc().getName();
    return world.send(
        RequestHeaders.builder(HttpMethod.POST, path)
            .contentType(MediaType.parse("application/grpc+proto"))
            .set("te", "trailers")
            .set("authorization", "Bearer " + token)
            .build(),
        HttpData.wrap(frame));
  }

  /// The same request as a message.
  private static Message request(HttpBinding route, Possessions whose)
      throws InvalidProtocolBufferException {
    Descriptor type = route.rpc().getInputType();
    DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
    String body = Possessions.body(route);
    if (route.body().equals(HttpBinding.WHOLE_REQUEST)) {
      JsonFormat.parser().merge(body, message);
    } else if (!route.body().isEmpty()) {
      FieldDescriptor field = type.findFieldByName(route.body());
      DynamicMessage.Builder inner = DynamicMessage.newBuilder(field.getMessageType());
      JsonFormat.parser().merge(body, inner);
      message.setField(field, inner.build());
    }
    for (String variable : route.variables()) {
      message.setField(
          type.findFieldByName(variable), whose.get(Possessions.kind(route, variable)));
    }
    return message.build();
  }
}
