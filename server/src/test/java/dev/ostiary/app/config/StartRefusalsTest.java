package dev.ostiary.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.crypto.MasterKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server does not start with, since nobody would notice it afterwards.
class StartRefusalsTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://sso.example.com",
        "http://10.0.0.7:8080",
        "http://localhost.example.com",
        "ftp://localhost"
      })
  void anAddressWhereCodesAndTokensWouldTravelInTheClear(String url) {
    assertThatThrownBy(() -> Config.read(Map.of("OSTIARY_URL", url)))
        .isInstanceOf(Config.Faulty.class)
        .hasMessageContaining("OSTIARY_URL")
        .hasMessageContaining("https");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sso.example.com",
        "http://localhost:8080",
        "http://[::1]",
        "http://127.0.0.1:1"
      })
  void othersAreFine(String url) {
    assertThat(Config.read(Map.of("OSTIARY_URL", url)).url()).hasToString(url);
  }

  @Test
  void anEmptyValueCountsAsNone() {
    Map<String, String> local = Map.of("OSTIARY_URL", "http://localhost:8080");
    Map<String, String> empty = new HashMap<>(local);
    empty.put("OSTIARY_OUTBOUND_ALLOW", " ");

    assertThat(Config.read(local).outboundAllow()).isNotEmpty();
    assertThat(Config.read(empty)).isEqualTo(Config.read(local));
  }

  @Test
  void aMasterKeyThatIsNoneOrAnExample() {
    for (byte[] bytes :
        List.of(
            new byte[32], new byte[16], "changeme".repeat(4).getBytes(StandardCharsets.UTF_8))) {
      String text = Base64.getEncoder().encodeToString(bytes);

      assertThatThrownBy(() -> Config.read(Map.of("OSTIARY_MASTER_KEY", text)))
          .isInstanceOf(Config.Faulty.class)
          .hasMessageContaining("OSTIARY_MASTER_KEY")
          .hasMessageNotContaining(text);
    }
    String good = MasterKey.generate(RANDOM).text().reveal();
    assertThat(Config.read(Map.of("OSTIARY_MASTER_KEY", good)).masterKey()).isNotNull();
  }

  @Test
  void aMasterKeyThatEverybodyMayRead() throws IOException {
    DataFolder own = new DataFolder(folder);
    var made = own.masterKeys(RANDOM);
    Path file = folder.resolve("master.key");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(own.masterKeys(RANDOM)).isEqualTo(made);

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertThatThrownBy(() -> own.masterKeys(RANDOM))
        .isInstanceOf(Config.Faulty.class)
        .hasMessageContaining("chmod 600");
  }

  @Test
  void aSettingThatThereIsNot() {
    assertThatThrownBy(() -> Config.read(Map.of("OSTIARY_MASTERKEY", "x")))
        .isInstanceOf(Config.Faulty.class)
        .hasMessageContaining("no such setting");
  }
}
