package dev.ostiary.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever color an app has, its pages can be read.
class AccentColorTest {
  @ParameterizedTest
  @ValueSource(strings = {"#2f5d50", "#000000", "#B00020", "#0b57d0", "#6a1b9a"})
  void aDarkColorIsTakenAndLightenedForDarkPages(String text) {
    AccentColor color = AccentColor.parse("accent_color", text);

    assertThat(color).hasToString(text.toLowerCase(java.util.Locale.ROOT));
    assertThat(AccentColor.contrast(color.onDark().rgb(), 0x1c2123)).isGreaterThanOrEqualTo(4.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"#ffff00", "#ffffff", "#888888"})
  void aColorThatCannotBeReadIsRefused(String text) {
    assertThatThrownBy(() -> AccentColor.parse("accent_color", text))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("contrast");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "green", "#12345", "#1234567", "2f5d50", "#2f5d5g", "#fff;}"})
  void whatIsNoColorIsRefused(String text) {
    assertThatThrownBy(() -> AccentColor.parse("accent_color", text))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("expected a color such as");
  }

  @Test
  void contrastIsThatOfTheStandard() {
    assertThat(AccentColor.contrast(0x000000, 0xffffff)).isEqualTo(21);
    assertThat(AccentColor.contrast(0x777777, 0x777777)).isEqualTo(1);
  }
}
