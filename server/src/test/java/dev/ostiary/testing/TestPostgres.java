package dev.ostiary.testing;

import dev.ostiary.platform.postgres.EmbeddedPostgres;
import dev.ostiary.platform.postgres.TestFolder;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The PostgreSQL server that tests use: an embedded one, or, where `OSTIARY_TEST_DATABASE_URL` is
/// set, that one (`jdbc:postgresql://host:port/`, with a role `ostiary` that may create databases).
record TestPostgres(String base, String user, String password) {
  static TestPostgres start() {
    String external = System.getenv("OSTIARY_TEST_DATABASE_URL");
    if (external != null) {
      String password = System.getenv("OSTIARY_TEST_DATABASE_PASSWORD");
      return new TestPostgres(external, "ostiary", password == null ? "ostiary" : password);
    }
    try {
      EmbeddedPostgres embedded =
          EmbeddedPostgres.start(
              TestFolder.prepared("tests"),
              TestFolder.QUICK.withSetting("max_connections", "300"),
              TestFolder.RANDOM,
              line -> {});
      Runtime.getRuntime().addShutdownHook(new Thread(embedded::close));
      String url = embedded.jdbcUrl();
      return new TestPostgres(
          url.substring(0, url.lastIndexOf('/') + 1),
          embedded.user(),
          embedded.password().reveal());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url(String database) {
    return base + database;
  }
}
