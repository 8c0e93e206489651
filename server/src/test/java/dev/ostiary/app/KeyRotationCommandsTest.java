package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.SealedInstallation.Ended;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.testing.WebhookReceiver;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The next keys of all environments are made by the real commands, beside a server that runs.
class KeyRotationCommandsTest {
  private static final MasterKey KEY = MasterKey.generate(new SecureRandom());

  private static WebhookReceiver receiver;
  private static SealedInstallation installation;
  private static Application server;

  @BeforeAll
  static void start() {
    receiver = new WebhookReceiver();
    installation = new SealedInstallation(receiver, KEY);
    server = installation.server(KEY);
  }

  @AfterAll
  static void stop() {
    server.close();
    receiver.close();
  }

  @Test
  void aSamlKeySignsAtOnceWhenOneHasLeakedElseWhenItsTimeHasCome() {
    Ended leaked = installation.run(List.of("rotate-saml-key", "--now"), KEY);
    Ended next = installation.run(List.of("rotate-saml-key"), KEY);
    Ended third = installation.run(List.of("rotate-saml-key"), KEY);

    assertThat(List.of(leaked, next))
        .allSatisfy(ended -> {
          assertThat(ended.output())
              .containsPattern("the key with the certificate [0-9a-f]{64} signs from 20");
          assertThat(ended.code()).isZero();
        });
    assertThat(third.code()).isNotZero();
    assertThat(third.output())
        .contains("the next key is published already and signs from")
        .doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rotate-saml-key", "rotate-signing-key"})
  void noKeyIsSealedThatTheServerCouldNotOpen(String command) {
    MasterKey wrong = MasterKey.generate(new SecureRandom());
    Map<String, String> before = installation.values();

    Ended refused = installation.run(List.of(command, "--now"), wrong);

    assertThat(refused.code()).isNotZero();
    assertThat(refused.output()).contains("are sealed with master key " + KEY.id());
    assertThat(installation.values()).isEqualTo(before);
    assertThat(installation.run(List.of(command, "--now"), KEY).code()).as("control").isZero();
  }
}
