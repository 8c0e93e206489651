package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.event.Event;
import dev.ostiary.event.EventLog;
import dev.ostiary.event.LogTail;
import dev.ostiary.event.LogWriter;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionsTest {
  private static final ConnectionType OIDC = ConnectionType.OIDC;
  private static final ConnectionType SAML = ConnectionType.SAML;

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @ParameterizedTest
  @EnumSource(ConnectionType.class)
  void aWholeLifeAppendsOneEventPerRealChange(ConnectionType type) {
    Connection connection = scene.connection(type);
    scene.configure(connection, Scene.complete(type));
    scene.enable(connection);
    scene.enable(connection);
    scene.disable(connection);
    scene.disable(connection);
    scene.enable(connection);
    scene.delete(connection);

    assertThat(scene.eventTypes(scene.organization))
        .containsExactly(
            "organization.sso_created",
            "organization.sso_enabled",
            "organization.sso_disabled",
            "organization.sso_enabled",
            "organization.sso_deleted");
    assertThat(scene.events(scene.organization))
        .extracting(Event::sequence)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertNotFound(
        connection.id(), () -> scene.connections.get(scene.environment, connection.id()));
  }

  @ParameterizedTest
  @EnumSource(ConnectionType.class)
  void whatIsReturnedIsWhatIsStored(ConnectionType type) {
    Connection created = scene.connection(type);
    assertThat(reloaded(created)).isEqualTo(created);

    Connection configured =
        scene.configure(
            created,
            Scene.complete(type)
                .attributeMapping(Map.of("email", "mail", "name", "Ünïcode \"quoted\""))
                .uiButtonTitle(" Sign in ")
                .keyId("key")
                .debugEnabled(true));
    assertThat(configured.uiButtonTitle()).isEqualTo("Sign in");
    assertThat(reloaded(created)).isEqualTo(configured);

    Connection enabled = scene.enable(created);
    assertThat(reloaded(created)).isEqualTo(enabled);
    assertThat(enabled.enabled()).isTrue();
  }

  @Test
  void everyMemberOfAConfigurationSurvivesStorage() {
    Connection oidc =
        scene.configure(
            scene.connection(OIDC),
            ConfigChange.of(
                new OidcChange()
                    .discoveryEndpoint("https://idp.example.com/.well-known/openid-configuration")
                    .authorizeUri("https://idp.example.com/a")
                    .userInfoUri("https://idp.example.com/u")
                    .scopes(List.of(OidcConfig.Scope.openid, OidcConfig.Scope.phone))
                    .tokenAuthType(OidcConfig.TokenAuthType.URL_PARAMS)
                    .pkceEnabled(false)
                    .idpLogoutRequired(true)
                    .syncsProfileOnLogin(true)
                    .provisionsJustInTime(false)));
    Connection saml =
        scene.configure(
            scene.connection(SAML),
            ConfigChange.of(
                    new SamlChange()
                        .idpMetadataUrl("https://idp.example.com/metadata")
                        .idpSloUrl("https://idp.example.com/slo")
                        .idpCertificate(FakeMetadata.NEXT.pem() + FakeMetadata.CERTIFICATE.pem())
                        .nameIdFormat(SamlConfig.NameIdFormat.PERSISTENT)
                        .ssoRequestBinding(SamlConfig.RequestBinding.HTTP_POST)
                        .sloRequestBinding(SamlConfig.RequestBinding.HTTP_POST)
                        .signingOption(SamlConfig.SigningOption.SAML_ONLY_ASSERTION_SIGNING)
                        .forceAuthn(true)
                        .defaultRedirectUri("https://app.example.com/")
                        .assertionEncrypted(true)
                        .wantRequestSigned(true)
                        .certificateId("cer_1")
                        .idpSloRequired(true)
                        .allowIdpInitiatedLogin(true)
                        .syncsProfileOnLogin(true)
                        .provisionsJustInTime(false))
                .configurationType(ConfigurationType.MANUAL));

    assertThat(reloaded(oidc)).isEqualTo(oidc);
    assertThat(reloaded(saml)).isEqualTo(saml);
    assertThat(((SamlConfig) saml.config()).idpCertificates())
        .extracting(SamlConfig.Certificate::issuer)
        .containsExactly("CN=b", "CN=a");
  }

  private Connection reloaded(Connection connection) {
    return scene.connections.get(scene.environment, connection.id());
  }

  @Test
  void aRefusalAppendsNothing() {
    Connection draft = scene.connection(OIDC);
    Connection enabled = scene.enable(scene.completed(SAML));
    List<String> before = scene.eventTypes(scene.organization);

    assertThatThrownBy(() -> scene.enable(draft)).isInstanceOf(Problem.class);
    assertThatThrownBy(
            () -> scene.configure(enabled, ConfigChange.of(new SamlChange().idpSsoUrl(""))))
        .isInstanceOf(Problem.class);

    assertThat(scene.eventTypes(scene.organization)).isEqualTo(before);
    assertThat(reloaded(enabled)).isEqualTo(enabled);
  }

  @Test
  void aTransactionThatRollsBackAfterItAppendedLeavesNoTrace() {
    Connection connection = scene.enable(scene.completed(OIDC));
    List<Event> handedOver = new ArrayList<>();
    LogTail tail = new LogTail(scene.database);
    tail.start(0);
    tail.subscribe(scene.environment, 0, handedOver::add);
    LogWriter writer = new LogWriter(new EventLog(scene.database, tail), scene.ids, scene.clock);
    Organizations organizations = new Organizations(scene.database, writer, scene.ids);
    new Connections(scene.database, writer, organizations, scene.ids, scene.sealer, scene.metadata);
    organizations.onDelete((tx, organization, cause) -> {
      throw new IllegalStateException("the power goes out");
    });
    List<String> before = scene.eventTypes(scene.organization);

    assertThatThrownBy(
            () -> organizations.delete(scene.environment, scene.organization, Scene.CAUSE))
        .hasMessage("the power goes out");

    assertThat(scene.eventTypes(scene.organization)).isEqualTo(before);
    assertThat(handedOver).isEmpty();
    assertThat(reloaded(connection)).isEqualTo(connection);
    scene.disable(connection);
    assertThat(scene.events(scene.organization).getLast().sequence()).isEqualTo(before.size() + 2L);
  }

  @Test
  void deletingAnOrganizationTellsOfEachConnectionFirst() {
    Connection draft = scene.connection(SAML);
    Connection enabled = scene.enable(scene.completed(OIDC));
    Connection elsewhere =
        scene.connections.create(
            scene.environment,
            scene.otherOrganization,
            NewConnection.of(ConnectionProvider.OKTA, OIDC),
            Scene.CAUSE);
    int before = scene.events(scene.organization).size();

    scene.organizations.delete(scene.environment, scene.organization, Scene.CAUSE);

    List<Event> told = scene.events(scene.organization).stream().skip(before).toList();
    assertThat(told)
        .extracting(Event::type)
        .containsExactly(
            "organization.sso_deleted", "organization.sso_deleted", "organization.deleted");
    assertThat(new String(told.get(0).payload())).contains(draft.id().toString());
    assertThat(new String(told.get(1).payload())).contains(enabled.id().toString());
    assertThat(reloaded(elsewhere)).isEqualTo(elsewhere);
    assertNotFound(draft.id(), () -> scene.connections.get(scene.environment, draft.id()));
  }

  @Test
  void aStrangerFindsNothingInTheSameWords() {
    Connection connection = scene.completed(OIDC);
    List<String> before = scene.eventTypes(scene.organization);
    record Caller(EnvironmentId environment, OrganizationId organization) {}
    List<Caller> strangers =
        List.of(
            new Caller(scene.environment, scene.otherOrganization),
            new Caller(scene.environment, scene.foreignOrganization),
            new Caller(scene.environment, new OrganizationId(7)),
            new Caller(scene.otherEnvironment, scene.organization),
            new Caller(scene.otherEnvironment, scene.foreignOrganization),
            new Caller(new EnvironmentId(7), scene.organization));

    for (Caller caller : strangers) {
      for (Consumer<ConnectionId> action : actions(caller.environment(), caller.organization())) {
        assertNotFound(connection.id(), () -> action.accept(connection.id()));
      }
    }
    assertNotFound(
        connection.id(), () -> scene.connections.get(scene.otherEnvironment, connection.id()));
    assertThat(
            scene.connections.listByOrganization(scene.otherEnvironment, scene.organization, true))
        .isEmpty();
    assertThat(scene.connections.list(scene.otherEnvironment, true, Page.Request.of(0, "")).total())
        .isZero();
    assertThat(reloaded(connection)).isEqualTo(connection);
    assertThat(scene.eventTypes(scene.organization)).isEqualTo(before);

    for (Consumer<ConnectionId> action : actions(scene.environment, scene.organization)) {
      Connection own = scene.completed(SAML);
      action.accept(own.id());
    }
  }

  private List<Consumer<ConnectionId>> actions(
      EnvironmentId environment, OrganizationId organization) {
    Connections connections = scene.connections;
    scene.metadata.metadata.put("<xml/>", FakeMetadata.facts(FakeMetadata.CERTIFICATE));
    ConfigChange change = new ConfigChange().uiButtonTitle("Title");
    return List.of(
        id -> connections.get(environment, organization, id),
        id -> connections.configure(environment, organization, id, change, Scene.CAUSE),
        id -> connections.importMetadata(environment, organization, id, "<xml/>", Scene.CAUSE),
        id -> connections.enable(environment, organization, id, Scene.CAUSE),
        id -> connections.disable(environment, organization, id, Scene.CAUSE),
        id -> connections.delete(environment, organization, id, Scene.CAUSE));
  }

  private static void assertNotFound(ConnectionId id, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.kind()).isEqualTo(Problem.Kind.NOT_FOUND))
        .hasMessage("connection not found: " + id);
  }

  @Test
  void nothingIsCreatedInAnOrganizationOfSomebodyElse() {
    NewConnection wanted = NewConnection.of(ConnectionProvider.OKTA, OIDC);

    assertThatThrownBy(() ->
            scene.connections.create(
                scene.environment, scene.foreignOrganization, wanted, Scene.CAUSE))
        .hasMessage("organization not found: " + scene.foreignOrganization);
    assertThat(scene.eventTypes(scene.foreignOrganization)).isEmpty();
  }

  @Test
  void listsShowWhatIsEnabledUnlessAllIsAskedFor() {
    Connection draft = scene.connection(SAML);
    Connection off = scene.completed(OIDC);
    Connection on = scene.enable(scene.completed(OIDC));
    Page.Request first = Page.Request.of(2, "");

    assertThat(scene.connections.listByOrganization(scene.environment, scene.organization, false))
        .containsExactly(on);
    assertThat(scene.connections.listByOrganization(scene.environment, scene.organization, true))
        .containsExactly(on, off, draft);
    assertThat(scene.connections.list(scene.environment, false, first).items()).containsExactly(on);
    Page<Connection> page = scene.connections.list(scene.environment, true, first);
    assertThat(page.items()).containsExactly(on, off);
    assertThat(page.total()).isEqualTo(3);
    Page<Connection> second =
        scene.connections.list(scene.environment, true, Page.Request.of(2, page.next()));
    assertThat(second.items()).containsExactly(draft);
    assertThat(second.next()).isEmpty();
    assertThat(
            scene
                .connections
                .list(scene.environment, true, Page.Request.of(2, second.previous()))
                .items())
        .containsExactly(on, off);
  }

  @Test
  void theAddressesOfOurSideHoldTheConnection() {
    URI environment = URI.create("https://one.example.com");
    Connection oidc = scene.connection(OIDC);
    Connection saml = scene.connection(SAML);

    SpUrls oidcUrls = SpUrls.of(environment, oidc);
    SpUrls samlUrls = SpUrls.of(environment, saml);

    String oidcBase = "https://one.example.com/sso/v1/oidc/" + oidc.id();
    assertThat(oidcUrls.callback()).isEqualTo(oidcBase + "/callback");
    assertThat(oidcUrls.test()).isEqualTo(oidcBase + "/test");
    assertThat(oidcUrls.initiateLogin()).isEqualTo(oidcBase + "/init");
    assertThat(oidcUrls.postLogoutCallback()).isEqualTo(oidcBase + "/logout/callback");
    assertThat(oidcUrls.backchannelLogout()).isEqualTo(oidcBase + "/backchannel-logout");
    String samlBase = "https://one.example.com/sso/v1/saml/" + saml.id();
    assertThat(samlUrls.entityId()).isEqualTo(samlBase);
    assertThat(samlUrls.callback()).isEqualTo(samlBase + "/callback");
    assertThat(samlUrls.test()).isEqualTo(samlBase + "/test");
    assertThat(samlUrls.metadata()).isEqualTo(samlBase + "/metadata");
    assertThat(samlUrls.singleLogout()).isEqualTo(samlBase + "/slo");
  }
}
