package dev.ostiary.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.Json;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.EventId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadTest {
  private static final NewEvent EVENT =
      new NewEvent(
          new EnvironmentId(1),
          new EventId(2),
          new OrganizationId(3),
          EventType.SSO_ENABLED,
          Instant.parse("2026-01-02T03:04:05.006Z"),
          Json.object().put("id", "conn_4").put("name", "Zürich {}"),
          Json.object().put("enabled", false),
          new Cause(Cause.ActorType.IT_ADMIN, "lnk_5", "req-6"));

  private static final String STANDARD =
      "{\"spec_version\":\"1\",\"id\":\"evt_2\",\"object\":\"Connection\","
          + "\"environment_id\":\"env_1\",\"occurred_at\":\"2026-01-02T03:04:05.006Z\","
          + "\"organization_id\":\"org_3\",\"type\":\"organization.sso_enabled\","
          + "\"data\":{\"id\":\"conn_4\",\"name\":\"Z\\u00FCrich {}\"";

  @Test
  void theStandardPayloadHasEightKeysInTheContractsOrderAndIsAscii() {
    assertThat(text(Payload.of(EVENT, false).standard())).isEqualTo(STANDARD + "}}");
  }

  @Test
  void theDetailedPayloadAddsToTheSameBytes() {
    Payload payload = Payload.of(EVENT, false);
    byte[] detailed = Payload.detailed(payload.standard(), payload.detail(), 7);

    assertThat(text(detailed))
        .isEqualTo(
            STANDARD
                + ",\"previous_attributes\":{\"enabled\":false}}"
                + ",\"timestamp\":\"2026-01-02T03:04:05.006Z\""
                + ",\"display_name\":\"SSO Connection Enabled\""
                + ",\"actor\":{\"type\":\"it_admin\",\"id\":\"lnk_5\"}"
                + ",\"request_id\":\"req-6\",\"sequence\":7,\"previous_sequence\":6}");
    assertThat(Json.parseObject(text(detailed)).size()).isEqualTo(14);
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeHasAFileThatHoldsItsBytes(EventType type) {
    assertThat(Golden.file(type.wireName()))
        .contains("\"object\":\"" + type.object() + "\"")
        .contains("\"type\":\"" + type.wireName() + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "2025-10-14T09:27:18.488720586Z, 2025-10-14T09:27:18.488720586Z",
    "2026-01-02T03:04:05.020Z, 2026-01-02T03:04:05.02Z",
    "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z"
  })
  void timesHaveAsManyDigitsAsTheyNeed(Instant instant, String expected) {
    assertThat(Payload.time(instant)).isEqualTo(expected);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
