package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.outbound.OutboundUrl;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an endpoint may be called, and what it may be sent beside our own headers.
class EndpointSettingsTest {
  private static final String EMOJI = "\uD83D\uDE00";

  private static EndpointSettings of(String name, String description, Map<String, String> headers) {
    return new EndpointSettings(
        OutboundUrl.stored("https://app.example.com/hooks"),
        name,
        description,
        Set.of(),
        Duration.ofSeconds(15),
        Ordering.PER_ORGANIZATION,
        PayloadFormat.STANDARD,
        false,
        headers,
        RetrySchedule.DEFAULT,
        Pace.DEFAULT);
  }

  @Test
  void textsAreMeasuredInCharactersAsPeopleCount() {
    assertThat(of(EMOJI.repeat(200), EMOJI.repeat(1_000), Map.of()).name()).startsWith(EMOJI);

    assertThatThrownBy(() -> of(EMOJI.repeat(201), "", Map.of()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("name")
        .hasMessageContaining("201 characters");
    assertThatThrownBy(() -> of("", "", Map.of())).isInstanceOf(Problem.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\0", "a\u001b[2J", "\uD83D"})
  void aTextThatCannotBeStoredOrShownIsRefused(String text) {
    assertThatThrownBy(() -> of(text, "", Map.of()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("name");
    assertThatThrownBy(() -> of("fine", text, Map.of()))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("description");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ostiary-Test", "webhook-id", "Content-Type", "Authorization", "cookie"})
  void aHeaderThatCouldPoseAsOursIsRefused(String header) {
    assertThatThrownBy(() -> of("fine", "", Map.of(header, "1")))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("reserved");
    assertThat(of("fine", "", Map.of("X-Team", "1")).headers()).containsKey("X-Team");
  }
}
