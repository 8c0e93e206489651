package dev.ostiary.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.app.SealedInstallation.Ended;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.testing.WebhookReceiver;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The master key is replaced: by the real command, on a database with something in every column.
class MasterKeyRotationTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  /// Bytes that are no secrets.
  private static final List<String> NOT_SEALED =
      List.of(
          "api_client_secret.hash",
          "api_token.hash",
          "authorization_grant.code_hash",
          "authorization_grant.family_hash",
          "authorization_grant.used_hash",
          "browser_session.cookie_hash",
          "event.detail",
          "event.payload",
          "idempotency_key.id",
          "idempotency_key.request",
          "login.browser_hash",
          "logout_message.token_hash",
          "operator.user_handle",
          "operator_challenge_used.hash",
          "operator_link_used.hash",
          "operator_passkey.attested_data",
          "operator_passkey.credential_id",
          "operator_session.hash",
          "organization_client_secret.hash",
          "portal_link.hash",
          "portal_session.hash",
          "saml_key.certificate",
          "shared_link.hash",
          "used_assertion.id_hash",
          "webhook_attempt.response_body");

  private final MasterKey old = MasterKey.generate(RANDOM);
  private final MasterKey fresh = MasterKey.generate(RANDOM);
  private final WebhookReceiver receiver = new WebhookReceiver();

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void everythingIsSealedAnewWhileTheServerRunsAndTheOldKeyCanGo() {
    SealedInstallation installation = new SealedInstallation(receiver, old);
    Map<String, String> before = installation.values();
    assertThat(before.keySet().stream().map(place -> place.split("/", 2)[0]))
        .containsOnly("connection", "signing_key", "webhook_key", "webhook_secret");

    try (Application _ = installation.server(fresh, old)) {
      Ended ended = installation.rotate(fresh, old);
      assertThat(ended.output()).contains("6 secrets sealed anew", fresh.id());
      assertThat(ended.code()).isZero();
    }

    assertThat(installation.sealedWith(fresh)).isEqualTo(before.size()).isEqualTo(6);
    assertThat(installation.values().keySet()).isEqualTo(before.keySet());
    assertDelivers(installation, fresh);
    assertThat(installation.rotate(fresh).output()).contains("0 secrets sealed anew");
  }

  @Test
  void aCommandThatIsKilledHalfWayLosesNothingAndGoesOn() throws Exception {
    SealedInstallation installation = new SealedInstallation(receiver, old);
    int all = installation.values().size();
    try (Connection connection = installation.connect();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select 1 from webhook_secret limit 1 for update");
      Process command = installation.command(fresh, old);
      // Everything free of the first column is committed, and it waits for the row that is not.
      while (installation.sealedWith(fresh) < 2) {
        assertThat(command.isAlive()).isTrue();
        Thread.onSpinWait();
      }
      command.destroyForcibly().waitFor();
      connection.rollback();
    }

    assertThat(installation.sealedWith(fresh)).isEqualTo(2);
    assertThat(installation.sealedWith(old)).isEqualTo(all - 2);
    assertDelivers(installation, fresh, old);
    assertThatThrownBy(() -> installation.server(fresh))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("sealed with master key " + old.id());
    assertThat(installation.rotate(fresh, old).output()).contains((all - 2) + " secrets");
    assertDelivers(installation, fresh);
  }

  @Test
  void theWrongOldKeyIsNamedAndNothingIsChanged() {
    SealedInstallation installation = new SealedInstallation(receiver, old);
    MasterKey wrong = MasterKey.generate(RANDOM);
    Map<String, String> before = installation.values();
    Ended ended = installation.rotate(fresh, wrong);

    assertThat(ended.code()).isNotZero();
    assertThat(ended.output())
        .contains("3 secrets in webhook_secret are sealed with master key " + old.id())
        .doesNotContain("Exception", "\tat ", old.text().reveal(), wrong.text().reveal());
    assertThat(installation.values()).isEqualTo(before);
    assertDelivers(installation, old);
  }

  @Test
  void aNodeThatStillSealsWithTheOldKeyHoldsTheCommandBack() {
    SealedInstallation installation = new SealedInstallation(receiver, old);
    Map<String, String> before = installation.values();
    try (Application _ = installation.server(old, fresh)) {
      Ended ended = installation.rotate(fresh, old);
      assertThat(ended.code()).isNotZero();
      assertThat(ended.output())
          .containsPattern("running nodes \\[\\d+\\] still seal with another master key");
    }
    assertThat(installation.values()).isEqualTo(before);
  }

  @Test
  void aNodeDoesNotSealWhatARunningOneCouldNotOpen() {
    SealedInstallation installation = new SealedInstallation(receiver, old);
    try (Application _ = installation.server(old)) {
      assertThatThrownBy(() -> installation.server(fresh, old))
          .isInstanceOf(Problem.class)
          .hasMessageMatching(
              "running nodes \\[\\d+\\] do not have master key " + fresh.id() + ".*");
    }
    try (Application _ = installation.server(old, fresh);
        Application _ = installation.server(fresh, old)) {
      assertThat(installation.sealedWith(old)).isEqualTo(6);
    }
  }

  @Test
  void aKeyInTheDataFolderIsReplacedByANewOne() throws Exception {
    SealedInstallation installation = new SealedInstallation(receiver);
    String before = Files.readString(installation.masterKeyFile());
    try (Application _ = installation.server()) {
      Ended refused = installation.rotate();
      assertThat(refused.output()).containsPattern("nodes \\[\\d+\\] are running");
      assertThat(Files.readString(installation.masterKeyFile())).isEqualTo(before);
    }

    assertThat(installation.rotate().output()).contains("6 secrets sealed anew");
    assertThat(Files.readAllLines(installation.masterKeyFile())).hasSize(1);
    assertThat(Files.readString(installation.masterKeyFile())).isNotEqualTo(before);
    assertDelivers(installation);

    // As if the command had been killed before its last step.
    String after = Files.readString(installation.masterKeyFile());
    Files.writeString(installation.masterKeyFile(), after + before);
    assertThat(installation.rotate().output()).contains("0 secrets sealed anew");
    assertThat(Files.readString(installation.masterKeyFile())).isEqualTo(after);
  }

  @Test
  void noColumnOfBytesIsForgotten() throws Exception {
    SealedInstallation installation = new SealedInstallation(receiver, old);
    TreeSet<String> columns = new TreeSet<>();
    try (Connection connection = installation.connect();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select table_name || '.' || column_name from information_schema.columns"
                    + " where table_schema = 'public' and data_type = 'bytea'")) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    }

    assertThat(columns)
        .isEqualTo(
            Stream.concat(
                    NOT_SEALED.stream(),
                    RotateMasterKey.SEALED.stream()
                        .map(sealed -> sealed.table() + "." + sealed.column()))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  /// Secrets are opened to sign deliveries, and private keys to sign tokens.
  private void assertDelivers(SealedInstallation installation, MasterKey... keys) {
    while (receiver.poll(0, TimeUnit.SECONDS) != null) {
      // what came before
    }
    try (Application server = installation.serverAtItsUrl(keys)) {
      installation.createOrganization(server);
      List<WebhookReceiver.Request> requests =
          Stream.generate(receiver::next).limit(installation.webhookSecrets().size()).toList();
      for (String secret : installation.webhookSecrets()) {
        assertThat(requests).filteredOn(request -> request.verifiedBy(secret)).hasSize(1);
      }
    }
  }
}
