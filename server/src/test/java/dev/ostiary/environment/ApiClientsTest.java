package dev.ostiary.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiClientsTest {
  private final SettableClock clock = SettableClock.at("2025-10-14T09:00:00Z");
  private Database database;
  private ApiClients clients;
  private EnvironmentId environment;
  private EnvironmentId other;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    IdSource ids = new IdSource(clock, 1);
    Environments environments = new Environments(database, ids);
    environment = environments.create("One", URI.create("https://one.example.com")).id();
    other = environments.create("Two", URI.create("https://two.example.com")).id();
    clients = new ApiClients(database, ids, clock, new RandomText(new SecureRandom()));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aClientIsKnownByItsSecret() {
    CreatedClient created = clients.create(environment, "backend");

    assertThat(created.secret().reveal()).matches("test_[A-Za-z0-9_-]{43}");
    assertThat(clients.authenticate(environment, created.client().id(), created.secret()))
        .contains(created.client());
    assertThat(clients.find(environment, created.client().id())).contains(created.client());
    assertThat(clients.list(environment)).containsExactly(created.client());
  }

  @Test
  void nobodyElseIsTakenForIt() {
    CreatedClient created = clients.create(environment, "backend");
    CreatedClient second = clients.create(environment, "worker");
    ClientId id = created.client().id();
    Secret almost = new Secret(created.secret().reveal() + "x");

    assertThat(clients.authenticate(environment, id, almost)).isEmpty();
    assertThat(clients.authenticate(environment, id, second.secret())).isEmpty();
    assertThat(clients.authenticate(other, id, created.secret())).isEmpty();
    assertThat(clients.authenticate(environment, new ClientId(7), created.secret())).isEmpty();
    assertThat(clients.find(other, id)).isEmpty();
    assertThat(clients.list(other)).isEmpty();
  }

  @Test
  void anExpiredSecretIsNoProof() {
    CreatedClient created = clients.create(environment, "backend");
    database.run(tx ->
        tx.sql("update api_client_secret set expire_time = :at")
            .bind("at", clock.instant().plusSeconds(60))
            .run());

    assertThat(clients.authenticate(environment, created.client().id(), created.secret()))
        .isPresent();
    clock.advance(Duration.ofSeconds(60));
    assertThat(clients.authenticate(environment, created.client().id(), created.secret()))
        .isEmpty();
  }

  @Test
  void onlyTheHashOfTheSecretIsStored() {
    CreatedClient created = clients.create(environment, "backend");
    byte[] secret = created.secret().reveal().getBytes(StandardCharsets.UTF_8);

    int holding =
        database.transact(tx ->
            tx.sql(
                    """
                    select id from api_client_secret
                    where position(:secret in hash) > 0 or octet_length(hash) <> 32
                    """)
                .bind("secret", secret)
                .list(row -> row.number("id"))
                .size());

    assertThat(holding).isZero();
  }

  @Test
  void aDeletedClientIsGoneWithItsSecrets() {
    CreatedClient created = clients.create(environment, "backend");
    ClientId id = created.client().id();

    assertThatThrownBy(() -> clients.delete(other, id)).hasMessage("client not found: " + id);
    clients.delete(environment, id);

    assertThat(clients.authenticate(environment, id, created.secret())).isEmpty();
    assertThatThrownBy(() -> clients.delete(environment, id)).hasMessage("client not found: " + id);
  }
}
