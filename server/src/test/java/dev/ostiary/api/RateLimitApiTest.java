package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.POST;
import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.wire.organizations.ListOrganizationsRequest;
import dev.ostiary.wire.organizations.OrganizationServiceGrpc.OrganizationServiceBlockingStub;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that sends too much is told to slow down, and when it may go on.
class RateLimitApiTest {
  private static final String ORGANIZATIONS = "/api/v1/organizations";

  private static ApiWorld world;

  @BeforeAll
  static void start() {
    world = new ApiWorld(Map.of("OSTIARY_RATE_LIMIT", "1"));
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static ApiWorld.Answer exhausted() {
    List<ApiWorld.Answer> answers = new ArrayList<>();
    do {
      answers.add(world.get(ORGANIZATIONS));
    } while (answers.getLast().status() == 200);
    return answers.getLast();
  }

  @Test
  void bothDoorsSayThatTheRateIsExceededAndWhenToComeBack() {
    ApiWorld.Answer rest = exhausted();

    assertThat(rest.status()).isEqualTo(429);
    assertThat(rest.header("retry-after")).isEqualTo("1");
    assertThat(rest.json().path("code").asInt()).isEqualTo(Code.RESOURCE_EXHAUSTED.value());
    assertThat(rest.json().path("details").path(0).path("error_code").asText())
        .isEqualTo("RATE_LIMITED");

    var stub = world.stub(OrganizationServiceBlockingStub.class);
    StatusRuntimeException grpc =
        Assertions.catchThrowableOfType(
            StatusRuntimeException.class,
            () -> {
              while (true) {
                var _ = stub.listOrganization(ListOrganizationsRequest.getDefaultInstance());
              }
            });
    assertThat(grpc.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(grpc.getTrailers().get(Errors.RETRY_AFTER)).isEqualTo("1");
    assertThat(Errors.code(grpc.getTrailers())).isEqualTo("RATE_LIMITED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"the app", "m2morg_12345"})
  void wrongSecretsEndInARefusalThatNoHeaderTalksItselfOutOf(String who) {
    String client = who.equals("the app") ? world.server.clientId() : who;
    int status = 401;
    for (int i = 0; status == 401 && i < 1_000; i++) {
      status = guess(client, "203.0.113." + i % 250).status();
    }
    ApiWorld.Answer refused = guess(client, "203.0.113.251");

    assertThat(status).isEqualTo(429);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("retry-after"))).isPositive();
    assertThat(refused.json().path("error").asText()).isEqualTo("temporarily_unavailable");
  }

  private static ApiWorld.Answer guess(String client, String forwardedFor) {
    return world.send(
        RequestHeaders.builder(POST, "/oauth/token")
            .contentType(MediaType.FORM_DATA)
            .set("x-forwarded-for", forwardedFor)
            .build(),
        HttpData.ofUtf8("grant_type=client_credentials&client_secret=wrong&client_id=" + client));
  }
}
