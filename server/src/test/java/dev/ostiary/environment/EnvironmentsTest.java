package dev.ostiary.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentsTest {
  private final SettableClock clock = SettableClock.at("2025-10-14T09:00:00Z");
  private Database database;
  private Environments environments;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    environments = new Environments(database, new IdSource(clock, 1));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anEnvironmentIsFoundByIdAndByAuthority() {
    Environment created = environments.create("Test", URI.create("https://Auth.Example.com/"));

    assertThat(created.url()).hasToString("https://auth.example.com");
    assertThat(environments.get(created.id())).isEqualTo(created);
    assertThat(environments.list()).containsExactly(created);
    assertThat(environments.findByAuthority("AUTH.example.com")).contains(created);
    assertThat(environments.findByAuthority("auth.example.com:443")).contains(created);
    assertThat(environments.findByAuthority("auth.example.com")).contains(created);
    assertThat(environments.findByAuthority("other.example.com")).isEmpty();
    assertThat(environments.findByAuthority("auth.example.com:8443")).isEmpty();
  }

  @Test
  void whatAnotherNodeCreatedIsFound() {
    assertThat(environments.findByAuthority("127.0.0.1:8080")).isEmpty();
    Environment created =
        new Environments(database, new IdSource(clock, 2))
            .create("Test", URI.create("http://127.0.0.1:8080"));

    assertThat(environments.findByAuthority("127.0.0.1:8080")).contains(created);
  }

  @Test
  void twoEnvironmentsCannotShareAnAuthority() {
    environments.create("One", URI.create("https://auth.example.com"));

    assertThatThrownBy(
            () -> environments.create("Two", URI.create("https://auth.example.com:443/")))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.ALREADY_EXISTS));
  }

  @Test
  void anUnknownIdIsNotFound() {
    assertThatThrownBy(() -> environments.get(new EnvironmentId(7)))
        .hasMessage("environment not found: env_7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://auth.example.com",
        "http://localhost.example.com",
        "http://127.0.0.1.example.com",
        "https://auth.example.com/path",
        "https://auth.example.com?a=b",
        "https://auth.example.com#a",
        "https://user@auth.example.com",
        "ftp://auth.example.com",
        "auth.example.com",
        "mailto:a@example.com",
        "https:///path"
      })
  void anUnfitUrlIsRefused(String url) {
    assertThatThrownBy(() -> environments.create("Test", URI.create(url)))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.kind()).isEqualTo(Problem.Kind.INVALID_ARGUMENT);
              assertThat(p.violations()).allMatch(v -> v.field().equals("url"));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "https://auth.example.com:443, https://auth.example.com",
    "http://localhost:8080/, http://localhost:8080",
    "http://[::1]:8080, http://[::1]:8080",
    "http://acme.localhost, http://acme.localhost"
  })
  void aFitUrlIsNormalized(String given, String url) {
    assertThat(environments.create("Test", URI.create(given)).url()).hasToString(url);
  }
}
