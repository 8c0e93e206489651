package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.SessionProtocol;
import dev.ostiary.app.command.CommandFailed;
import dev.ostiary.app.config.Config;
import dev.ostiary.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The certificate that `up --tls` makes.
class DevelopmentTlsTest {
  @TempDir Path folder;

  private Map<String, String> given(String... more) {
    Map<String, String> given = new HashMap<>(Map.of("OSTIARY_DATA_DIR", folder.toString()));
    for (int i = 0; i < more.length; i += 2) {
      given.put(more[i], more[i + 1]);
    }
    return given;
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void whoTrustsTheAuthorityReachesTheServerByEveryNameOfThisMachine(String host) {
    Map<String, String> settings = new HashMap<>(TestServer.settings(TestDatabase.freshConfig()));
    settings.put("OSTIARY_DATA_DIR", folder.toString());
    settings.put("OSTIARY_URL", "https://" + host);
    Map<String, String> all = DevelopmentTls.settings(settings, Instant.now());
    Path authority = DevelopmentTls.authority(folder);

    try (Application server = Application.start(Config.read(all), p -> {}, l -> {});
        ClientFactory factory =
            ClientFactory.builder()
                .tlsCustomizer(tls -> tls.trustManager(authority.toFile()))
                .build()) {
      var client =
          WebClient.builder(SessionProtocol.H2.uriText() + "://" + server.url().getAuthority())
              .factory(factory)
              .build();

      assertThat(server.url()).hasScheme("https").hasHost(host);
      assertThat(client.get("/nothing").aggregate().join().status().code()).isEqualTo(404);
    }
  }

  @Test
  void theCertificateIsKeptUntilItsLastMonth() throws IOException {
    Instant now = Instant.now();
    Path key = Path.of(DevelopmentTls.settings(given(), now).get("OSTIARY_TLS_KEY"));
    String first = Files.readString(key);

    DevelopmentTls.settings(given(), now.plus(Duration.ofDays(360)));
    assertThat(key).hasContent(first);

    DevelopmentTls.settings(given(), now.plus(Duration.ofDays(380)));
    assertThat(Files.readString(key)).isNotEqualTo(first);
  }

  @Test
  void nothingButTheKeyOfTheServerIsKeptAndItsOwnerAloneCanReadIt() throws IOException {
    Path key = Path.of(DevelopmentTls.settings(given(), Instant.now()).get("OSTIARY_TLS_KEY"));

    try (var files = Files.list(key.getParent())) {
      assertThat(files)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("ca.pem", "certificate.pem", "key.pem");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  void portAndUrlAreThoseOfTheOperatorOrUsual() {
    Instant now = Instant.now();

    assertThat(DevelopmentTls.settings(given(), now))
        .containsEntry("OSTIARY_PORT", "8443")
        .containsEntry("OSTIARY_URL", "https://localhost:8443");
    assertThat(DevelopmentTls.settings(given("OSTIARY_PORT", "9000"), now))
        .containsEntry("OSTIARY_URL", "https://localhost:9000");
    assertThatThrownBy(() ->
            DevelopmentTls.settings(
                given("OSTIARY_TLS_CERTIFICATE", "a.pem", "OSTIARY_TLS_KEY", "b.pem"), now))
        .isInstanceOf(CommandFailed.class)
        .hasMessageContaining("--tls");
  }
}
