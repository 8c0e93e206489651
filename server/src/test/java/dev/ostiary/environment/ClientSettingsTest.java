package dev.ostiary.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.ClientSecretId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientSettingsTest {
  private static final ClientSettings FULL =
      new ClientSettings(
          "Portal",
          ClientType.WEB,
          new ClientUris(
              List.of(new RedirectUri("https://app.example.com/cb")),
              "https://app.example.com/login",
              List.of(new RedirectUri("https://app.example.com/bye")),
              List.of("https://app.example.com/logout")),
          new ClientPolicy(
              Set.of(GrantType.AUTHORIZATION_CODE),
              true,
              false,
              Duration.ofMinutes(5),
              List.of("reports:read"),
              new CustomClaims(Map.of("tier", "gold"))));

  private final SettableClock clock = SettableClock.at("2025-10-14T09:00:00Z");
  private Database database;
  private ApiClients clients;
  private EnvironmentId production;
  private EnvironmentId development;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    IdSource ids = new IdSource(clock, 1);
    Environments environments = new Environments(database, ids);
    production = environments.create("One", URI.create("https://one.example.com")).id();
    development = environments.create("Two", URI.create("http://localhost:8080")).id();
    clients = new ApiClients(database, ids, clock, new RandomText(new SecureRandom()));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void everyMemberIsStored() {
    ApiClient created = clients.create(production, FULL);
    assertThat(clients.get(production, created.id())).isEqualTo(created);

    clock.advance(Duration.ofSeconds(1));
    ApiClient updated =
        clients.update(
            production, created.id(), now -> ClientSettings.named(now.name() + " renamed"));

    assertThat(updated.settings()).isEqualTo(ClientSettings.named("Portal renamed"));
    assertThat(updated.updateTime()).isEqualTo(clock.instant());
    assertThat(clients.get(production, created.id())).isEqualTo(updated);
  }

  @Test
  void anUpdateThatChangesNothingLeavesTheTime() {
    ApiClient created = clients.create(production, FULL);
    clock.advance(Duration.ofSeconds(1));

    assertThat(clients.update(production, created.id(), now -> FULL)).isEqualTo(created);
  }

  @Test
  void plainHttpIsForDevelopmentAlone() {
    ClientSettings settings =
        new ClientSettings(
            "Portal",
            ClientType.WEB,
            new ClientUris(
                ClientUris.redirects("post_login_uris", List.of("http://app.example.com/cb")),
                null,
                List.of(),
                List.of()),
            ClientPolicy.DEFAULT);

    assertThat(clients.create(development, settings).settings()).isEqualTo(settings);
    assertThatThrownBy(() -> clients.create(production, settings))
        .hasMessageStartingWith("post_login_uris[0]: expected https");
  }

  @Test
  void whoCannotKeepASecretGetsNone() {
    ClientSettings spa =
        new ClientSettings("Browser", ClientType.SPA, ClientUris.NONE, ClientPolicy.DEFAULT);
    ApiClient client = clients.create(production, spa);

    assertThat(spa.needsPkce()).isTrue();
    assertThat(spa.grants()).doesNotContain(GrantType.CLIENT_CREDENTIALS);
    assertThatThrownBy(() -> clients.createSecret(production, client.id(), null))
        .hasMessageContaining("cannot keep a secret");
    assertThatThrownBy(() ->
            new ClientSettings(
                "Browser",
                ClientType.SPA,
                ClientUris.NONE,
                new ClientPolicy(
                    Set.of(GrantType.CLIENT_CREDENTIALS),
                    false,
                    true,
                    ClientPolicy.DEFAULT_LIFE,
                    List.of(),
                    CustomClaims.NONE)))
        .hasMessageContaining("client_credentials needs a secret");
  }

  @Test
  void oneSecretReplacesAnotherWithoutAPause() {
    CreatedClient created = clients.create(production, "backend");
    ClientId id = created.client().id();
    ClientSecretId first = clients.secrets(production, id).getFirst().id();
    clock.advance(Duration.ofSeconds(1));

    CreatedSecret second = clients.createSecret(production, id, "skc_7");
    assertThat(clients.authenticate(production, id, created.secret())).isPresent();
    assertThat(clients.authenticate(production, id, second.plain())).isPresent();

    clients.setSecretActive(production, id, first, false);
    assertThat(clients.authenticate(production, id, created.secret())).isEmpty();
    assertThat(clients.setSecretActive(production, id, first, true).active()).isTrue();
    assertThat(clients.authenticate(production, id, created.secret())).isPresent();

    clients.deleteSecret(production, id, first);
    assertThat(clients.authenticate(production, id, created.secret())).isEmpty();
    assertThat(clients.secrets(production, id))
        .singleElement()
        .satisfies(secret -> {
          assertThat(second.plain().reveal()).endsWith(secret.suffix());
          assertThat(secret.createdBy()).isEqualTo("skc_7");
          assertThat(secret.lastUsedTime()).isEqualTo(clock.instant());
        });
  }

  @Test
  void aSecretOfAnotherClientOrEnvironmentIsNotFound() {
    ClientId id = clients.create(production, "backend").client().id();
    ClientId other = clients.create(production, "worker").client().id();
    ClientSecretId secret = clients.secrets(production, id).getFirst().id();

    assertThatThrownBy(() -> clients.deleteSecret(production, other, secret))
        .hasMessage("client secret not found: " + secret);
    assertThatThrownBy(() -> clients.deleteSecret(development, id, secret))
        .hasMessage("client not found: " + id);
    assertThatThrownBy(() -> clients.setSecretActive(production, other, secret, false))
        .hasMessage("client secret not found: " + secret);
    assertThat(clients.secrets(production, id)).hasSize(1);
  }

  @Test
  void aClientHasAtMostTenSecrets() {
    ClientId id = clients.create(production, "backend").client().id();
    for (int i = 1; i < 10; i++) {
      clients.createSecret(production, id, null);
    }

    assertThatThrownBy(() -> clients.createSecret(production, id, null))
        .hasMessageContaining("has 10 secrets");
  }

  @Test
  void noClaimOfATokenCanBeOverwritten() {
    assertThat(new CustomClaims(Map.of("tier", "gold")).values()).containsEntry("tier", "gold");
    for (String name : List.of("iss", "sub", "aud", "exp", "oid", "scope", "client_id")) {
      assertThatThrownBy(() -> new CustomClaims(Map.of(name, "x"))).hasMessageContaining(name);
    }
  }

  @Test
  void aMatchOfOneUriIsEnough() {
    ClientUris uris = FULL.uris();

    assertThat(uris.allowsLogin("https://app.example.com/cb", Map.of())).isTrue();
    assertThat(uris.allowsLogin("https://app.example.com/bye", Map.of())).isFalse();
    assertThat(uris.allowsLogout("https://app.example.com/bye", Map.of())).isTrue();
    assertThat(ClientUris.NONE.allowsLogin("https://app.example.com/cb", Map.of())).isFalse();
  }
}
