package dev.ostiary.platform.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ostiary.platform.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboundHeadersTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bad name",
        "bad:name",
        "",
        "x\r\ny",
        "caf\u00e9",
        "Host",
        "content-LENGTH",
        "Transfer-Encoding"
      })
  void aHeaderThatCouldBreakTheRequestIsRefused(String name) {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> new OutboundHeaders(Map.of(name, "value")));

    assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb: c", "a\nb", "a\rb", "a\u0000b", "caf\u00e9", "\u2028", "\u007f"})
  void aHeaderValueThatCouldEndItsLineIsRefused(String value) {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> new OutboundHeaders(Map.of("x-a", value)));

    assertThat(problem.getMessage()).doesNotContain(value).contains("x-a");
  }

  @Test
  void goodHeadersAreTaken() {
    var headers = new OutboundHeaders(Map.of("Authorization", "Bearer a b\tc", "X_y", ""));

    assertThat(headers.fields()).containsOnlyKeys("authorization", "x_y");
  }
}
