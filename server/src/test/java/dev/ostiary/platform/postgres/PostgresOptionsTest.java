package dev.ostiary.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresOptionsTest {
  @ParameterizedTest
  @ValueSource(strings = {"port", "listen_addresses", "unix_socket_directories", "a b", "--x", ""})
  void settingsThatWouldOpenTheServerAreRefused(String name) {
    assertThatThrownBy(() -> PostgresOptions.defaults().withSetting(name, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void otherSettingsAreTaken() {
    PostgresOptions options = PostgresOptions.defaults().withSetting("work_mem", "8MB");

    assertThat(options.settings()).containsEntry("work_mem", "8MB");
    assertThat(options.durable()).isTrue();
    assertThat(options.withSetting("fsync", "off").durable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void aPortOutsideTheRangeIsRefused(int port) {
    assertThatThrownBy(() -> PostgresOptions.defaults().withPort(port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 0 to 65535");
  }
}
