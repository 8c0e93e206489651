package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The state machine as a table: every state, every action. No database.
class ConnectionTransitionsTest {
  private static final Instant CREATED = Instant.parse("2025-10-14T09:00:00Z");
  private static final Instant NOW = Instant.parse("2025-10-14T10:00:00Z");
  private static final ConnectionType OIDC = ConnectionType.OIDC;
  private static final ConnectionType SAML = ConnectionType.SAML;

  private final ConfigResolver resolver = new ConfigResolver(new FakeMetadata());

  @ParameterizedTest(name = "{0}: {1} gives {2}")
  @CsvSource({
    // state,    action,          outcome
    "DRAFT,      ENABLE,          REFUSED",
    "DRAFT,      DISABLE,         UNCHANGED",
    "DRAFT,      SET_NOTHING,     UNCHANGED",
    "DRAFT,      SET_ONE,         IN_PROGRESS",
    "DRAFT,      SET_ALL,         COMPLETED",
    "DRAFT,      CLEAR_ONE,       UNCHANGED",
    "DRAFT,      SET_TITLE,       DRAFT",
    "DRAFT,      SET_PROVIDER,    DRAFT",
    "DRAFT,      SET_OTHER_TYPE,  REFUSED",
    "IN_PROGRESS,ENABLE,          REFUSED",
    "IN_PROGRESS,DISABLE,         UNCHANGED",
    "IN_PROGRESS,SET_NOTHING,     UNCHANGED",
    "IN_PROGRESS,SET_ONE,         UNCHANGED",
    "IN_PROGRESS,SET_ALL,         COMPLETED",
    "IN_PROGRESS,CLEAR_ONE,       DRAFT",
    "IN_PROGRESS,SET_TITLE,       IN_PROGRESS",
    "IN_PROGRESS,SET_PROVIDER,    IN_PROGRESS",
    "IN_PROGRESS,SET_OTHER_TYPE,  REFUSED",
    "COMPLETED,  ENABLE,          ENABLED",
    "COMPLETED,  DISABLE,         UNCHANGED",
    "COMPLETED,  SET_NOTHING,     UNCHANGED",
    "COMPLETED,  SET_ONE,         UNCHANGED",
    "COMPLETED,  SET_ALL,         UNCHANGED",
    "COMPLETED,  CLEAR_ONE,       IN_PROGRESS",
    "COMPLETED,  SET_TITLE,       COMPLETED",
    "COMPLETED,  SET_PROVIDER,    COMPLETED",
    "COMPLETED,  SET_OTHER_TYPE,  REFUSED",
    "ENABLED,    ENABLE,          UNCHANGED",
    "ENABLED,    DISABLE,         DISABLED",
    "ENABLED,    SET_NOTHING,     UNCHANGED",
    "ENABLED,    SET_ONE,         UNCHANGED",
    "ENABLED,    SET_ALL,         UNCHANGED",
    "ENABLED,    CLEAR_ONE,       REFUSED",
    "ENABLED,    SET_TITLE,       STILL_ENABLED",
    "ENABLED,    SET_PROVIDER,    REFUSED",
    "ENABLED,    SET_OTHER_TYPE,  REFUSED",
  })
  void everyStateAnswersEveryAction(String state, String action, String outcome) {
    for (ConnectionType type : ConnectionType.values()) {
      Connection before = in(state, type);
      if (outcome.equals("REFUSED")) {
        assertThatThrownBy(() -> act(before, action)).isInstanceOf(Problem.class);
      } else {
        assertOutcome(before, act(before, action), outcome);
      }
    }
  }

  private static void assertOutcome(Connection before, Change change, String outcome) {
    Connection after = change.connection();
    switch (outcome) {
      case "UNCHANGED" -> assertThat(change).isEqualTo(new Change.Unchanged(before));
      case "ENABLED", "DISABLED" -> {
        assertThat(change).isInstanceOf(Change.Toggled.class);
        assertThat(after.enabled()).isEqualTo(outcome.equals("ENABLED"));
        assertThat(after.status()).isEqualTo(ConnectionStatus.COMPLETED);
        assertThat(after.updateTime()).isEqualTo(NOW);
      }
      case "STILL_ENABLED" -> {
        assertThat(change).isInstanceOf(Change.Configured.class);
        assertThat(after.enabled()).isTrue();
      }
      default -> {
        assertThat(change).isInstanceOf(Change.Configured.class);
        assertThat(after.enabled()).isFalse();
        assertThat(after.status()).hasToString(outcome);
        assertThat(after.updateTime()).isEqualTo(NOW);
      }
    }
  }

  private Connection in(String state, ConnectionType type) {
    Connection draft = create(ConnectionProvider.OKTA, type);
    return switch (state) {
      case "DRAFT" -> draft;
      case "IN_PROGRESS" -> configure(draft, setOne(type)).connection();
      case "COMPLETED" -> configure(draft, Scene.complete(type)).connection();
      case "ENABLED" ->
          configure(draft, Scene.complete(type)).connection().enable(CREATED).connection();
      default -> throw new IllegalArgumentException(state);
    };
  }

  private Change act(Connection connection, String action) {
    ConnectionType type = connection.type();
    return switch (action) {
      case "ENABLE" -> connection.enable(NOW);
      case "DISABLE" -> connection.disable(NOW);
      case "SET_NOTHING" -> configure(connection, new ConfigChange());
      case "SET_ONE" -> configure(connection, setOne(type));
      case "SET_ALL" -> configure(connection, Scene.complete(type));
      case "CLEAR_ONE" -> configure(connection, clearOne(type));
      case "SET_TITLE" -> configure(connection, new ConfigChange().uiButtonTitle("Sign in"));
      case "SET_PROVIDER" ->
          configure(connection, new ConfigChange().provider(ConnectionProvider.ADFS));
      case "SET_OTHER_TYPE" ->
          configure(connection, new ConfigChange().type(type == OIDC ? SAML : OIDC));
      default -> throw new IllegalArgumentException(action);
    };
  }

  private Change configure(Connection connection, ConfigChange change) {
    return connection.configure(resolver.resolve(connection.config(), change, NOW), 7, NOW);
  }

  private static ConfigChange setOne(ConnectionType type) {
    return ConfigChange.of(
        type == OIDC
            ? new OidcChange().clientId("client")
            : new SamlChange().idpEntityId("https://idp.example.com/entity"));
  }

  private static ConfigChange clearOne(ConnectionType type) {
    return ConfigChange.of(
        type == OIDC ? new OidcChange().clientId("") : new SamlChange().idpEntityId(""));
  }

  private static Connection create(ConnectionProvider provider, ConnectionType type) {
    return Connection.create(
        new ConnectionId(3),
        new EnvironmentId(1),
        new OrganizationId(2),
        NewConnection.of(provider, type),
        CREATED);
  }

  @ParameterizedTest
  @EnumSource(ConnectionType.class)
  void aSimulatorIsCompletedFromTheStart(ConnectionType type) {
    Connection simulator = create(ConnectionProvider.IDP_SIMULATOR, type);

    assertThat(simulator.status()).isEqualTo(ConnectionStatus.COMPLETED);
    assertThat(simulator.enable(NOW)).isInstanceOf(Change.Toggled.class);
  }

  @Test
  void aRefusalNamesWhatIsMissing() {
    assertThatThrownBy(() -> in("DRAFT", OIDC).enable(NOW))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FAILED_PRECONDITION))
        .hasMessage(
            "conn_3 cannot be enabled while it is DRAFT: set oidc_config.issuer,"
                + " oidc_config.authorize_uri, oidc_config.token_uri, oidc_config.jwks_uri,"
                + " oidc_config.client_id, oidc_config.client_secret first");
    assertThatThrownBy(() -> in("IN_PROGRESS", SAML).enable(NOW))
        .hasMessage(
            "conn_3 cannot be enabled while it is IN_PROGRESS: set saml_config.idp_sso_url,"
                + " saml_config.idp_certificate first");
    assertThatThrownBy(() -> act(in("ENABLED", SAML), "CLEAR_ONE"))
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.FAILED_PRECONDITION))
        .hasMessage(
            "conn_3 is enabled and needs saml_config.idp_entity_id; disable it before you take"
                + " that away");
  }

  @Test
  void theProviderKeyEchoesTheProviderUnlessItIsGiven() {
    NewConnection byKey = new NewConnection(OIDC, null, "OKTA", null);
    NewConnection byFreeKey = new NewConnection(OIDC, null, "test-key", "key");
    NewConnection both =
        new NewConnection(OIDC, ConnectionProvider.IDP_SIMULATOR, "test-key", null);
    NewConnection neither = new NewConnection(OIDC, null, "", null);

    assertThat(create(ConnectionProvider.OKTA, OIDC).providerKey()).isEqualTo("OKTA");
    assertThat(create(byKey).provider()).isEqualTo(ConnectionProvider.OKTA);
    assertThat(create(byFreeKey).provider()).isEqualTo(ConnectionProvider.CUSTOM);
    assertThat(create(byFreeKey).providerKey()).isEqualTo("test-key");
    assertThat(create(byFreeKey).keyId()).isEqualTo("key");
    assertThat(create(both).provider()).isEqualTo(ConnectionProvider.IDP_SIMULATOR);
    assertThatThrownBy(() -> create(neither)).hasMessageStartingWith("provider: missing");
    assertThat(act(in("DRAFT", OIDC), "SET_PROVIDER").connection().providerKey()).isEqualTo("ADFS");
  }

  private static Connection create(NewConnection wanted) {
    return Connection.create(
        new ConnectionId(3), new EnvironmentId(1), new OrganizationId(2), wanted, CREATED);
  }
}
