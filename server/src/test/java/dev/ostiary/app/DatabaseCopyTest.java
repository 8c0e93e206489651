package dev.ostiary.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.testing.WebhookReceiver;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What somebody learns who has a copy of the database and not the master key.
class DatabaseCopyTest {
  @Test
  void noSecretCanBeReadInItNorInAnyEvent() throws SQLException {
    MasterKey key = MasterKey.generate(new SecureRandom());
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      SealedInstallation installation = new SealedInstallation(receiver, key);
      String copy = copy(installation);

      assertThat(copy).contains("Globex", hex("Globex"), receiver.url());
      assertThat(installation.secrets())
          .hasSize(5)
          .allSatisfy(secret -> assertThat(copy).doesNotContain(secret, hex(secret)));
      assertThat(copy).doesNotContain("whsec_", hex("whsec_"), key.text().reveal());
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }

  /// Every row of every table as text; columns of bytes show as hexadecimal digits.
  private static String copy(SealedInstallation installation) throws SQLException {
    StringBuilder copy = new StringBuilder();
    try (Connection connection = installation.connect();
        var statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      var names =
          statement.executeQuery(
              "select tablename from pg_tables where schemaname = current_schema()");
      while (names.next()) {
        tables.add(names.getString(1));
      }
      for (String table : tables) {
        var rows = statement.executeQuery("select t::text from " + table + " t");
        while (rows.next()) {
          copy.append(rows.getString(1)).append('\n');
        }
      }
    }
    return copy.toString();
  }
}
