package dev.ostiary.api;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.PATCH;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static com.linecorp.armeria.common.HttpMethod.PUT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.BoolValue;
import com.google.protobuf.StringValue;
import dev.ostiary.platform.Json;
import dev.ostiary.wire.connections.Connection;
import dev.ostiary.wire.connections.ConnectionProvider;
import dev.ostiary.wire.connections.ConnectionServiceGrpc.ConnectionServiceBlockingStub;
import dev.ostiary.wire.connections.ConnectionStatus;
import dev.ostiary.wire.connections.ConnectionType;
import dev.ostiary.wire.connections.CreateConnection;
import dev.ostiary.wire.connections.CreateConnectionRequest;
import dev.ostiary.wire.connections.CreateEnvironmentConnectionRequest;
import dev.ostiary.wire.connections.DeleteConnectionRequest;
import dev.ostiary.wire.connections.DeleteEnvironmentConnectionRequest;
import dev.ostiary.wire.connections.GetConnectionRequest;
import dev.ostiary.wire.connections.GetEnvironmentConnectionRequest;
import dev.ostiary.wire.connections.OIDCConnectionConfig;
import dev.ostiary.wire.connections.OIDCScope;
import dev.ostiary.wire.connections.SAMLConnectionConfigRequest;
import dev.ostiary.wire.connections.ToggleConnectionRequest;
import dev.ostiary.wire.connections.ToggleEnvironmentConnectionRequest;
import dev.ostiary.wire.connections.TokenAuthType;
import dev.ostiary.wire.connections.UpdateConnection;
import dev.ostiary.wire.connections.UpdateConnectionRequest;
import dev.ostiary.wire.connections.UpdateEnvironmentConnectionRequest;
import dev.ostiary.wire.metadata.ConnectionMetadataServiceGrpc.ConnectionMetadataServiceBlockingStub;
import dev.ostiary.wire.metadata.ImportSamlMetadataRequest;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Connections through both doors of the API, from their creation to their end.
class ConnectionApiTest {
  private static final Path METADATA = Path.of("src/test/resources/saml/metadata/good/okta.xml");
  private static final String SECRET = "a-secret-that-ends-in-9876";

  private static ApiWorld world;
  private static ConnectionServiceBlockingStub connections;

  private String organization;

  @BeforeAll
  static void start() {
    world = new ApiWorld();
    connections = world.stub(ConnectionServiceBlockingStub.class);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @BeforeEach
  void anOrganization() {
    organization =
        world
            .rest(POST, "/api/v1/organizations", "{\"display_name\":\"Megasoft\"}")
            .json()
            .path("organization")
            .path("id")
            .asText();
  }

  @Test
  void aNewConnectionIsADraftThatNamesItsUrls() {
    Connection created = create(ConnectionType.OIDC);
    String url = world.server.url() + "/sso/v1/oidc/" + created.getId();

    assertThat(created.getStatus()).isEqualTo(ConnectionStatus.DRAFT);
    assertThat(created.getEnabled()).isFalse();
    assertThat(created.getOrganizationId()).isEqualTo(organization);
    assertThat(created.getTestConnectionUri()).isEqualTo(url + "/test");
    assertThat(created.getOidcConfig().getRedirectUri()).isEqualTo(url + "/callback");
    assertThat(get(created)).isEqualTo(created);
  }

  @Test
  void anOidcConnectionIsConfiguredEnabledDisabledAndDeleted() {
    Connection created = create(ConnectionType.OIDC);

    Connection configured = configure(created, oidc());

    assertThat(configured.getStatus()).isEqualTo(ConnectionStatus.COMPLETED);
    OIDCConnectionConfig config = configured.getOidcConfig();
    assertThat(config.getIssuer().getValue()).isEqualTo("https://idp.example.com");
    assertThat(config.getClientSecret().getValue()).isEqualTo("********9876");
    assertThat(config.getScopesList()).containsExactly(OIDCScope.openid, OIDCScope.email);
    assertThat(config.getTokenAuthType()).isEqualTo(TokenAuthType.BASIC_AUTH);
    assertThat(config.getPkceEnabled().getValue()).isTrue();

    assertThat(connections.enableConnection(toggle(created)).getEnabled()).isTrue();
    assertThat(get(created).getEnabled()).isTrue();
    assertThat(connections.enableConnection(toggle(created)).getEnabled()).isTrue();
    assertThat(connections.disableConnection(toggle(created)).getEnabled()).isFalse();
    assertThat(get(created).getStatus()).isEqualTo(ConnectionStatus.COMPLETED);

    var _ =
        connections.deleteConnection(
            DeleteConnectionRequest.newBuilder()
                .setOrganizationId(organization)
                .setId(created.getId())
                .build());
    assertThat(Refusal.grpc(() -> get(created)).code()).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void theSameLifeOverRest() throws IOException {
    String all = "/api/v1/organizations/" + organization + "/connections";
    JsonNode created = rest(all, "{\"provider\":\"OKTA\",\"type\":\"SAML\",\"provider_key\":\"\"}");
    String one = all + "/" + created.path("id").asText();

    JsonNode drafted = created.path("saml_config");
    assertThat(drafted.path("sp_entity_id").asText()).endsWith(created.path("id").asText());
    assertThat(drafted.has("idp_entity_id")).isFalse();
    assertThat(drafted.path("force_authn").isBoolean()).isTrue();
    assertThat(drafted.path("idp_certificates").isArray()).isTrue();

    JsonNode imported =
        changed(
            world.rest(
                PUT,
                one + "/metadata",
                Json.text(Json.object().put("xml", Files.readString(METADATA)))));
    assertThat(imported.path("status").asText()).isEqualTo("COMPLETED");
    assertThat(imported.path("saml_config").path("idp_certificates")).isNotEmpty();

    JsonNode renamed =
        changed(world.rest(PATCH, one, "{\"provider\":\"OKTA\",\"ui_button_title\":\"Go\"}"));
    assertThat(renamed.path("ui_button_title").asText()).isEqualTo("Go");
    assertThat(renamed.path("saml_config")).isEqualTo(imported.path("saml_config"));

    assertThat(world.rest(PATCH, one + ":enable", "").http().contentUtf8())
        .isEqualTo("{\"enabled\":true}");
    assertThat(world.rest(PATCH, one + ":disable", "{}").http().contentUtf8())
        .isEqualTo("{\"enabled\":false}");
    assertThat(world.rest(DELETE, one, "").status()).isEqualTo(200);
    assertThat(world.get(one).status()).isEqualTo(404);
  }

  @Test
  void samlMetadataIsTakenOverByGrpcToo() throws IOException {
    Connection created = create(ConnectionType.SAML);
    var metadata = world.stub(ConnectionMetadataServiceBlockingStub.class);
    var request =
        ImportSamlMetadataRequest.newBuilder()
            .setOrganizationId(organization)
            .setId(created.getId());

    Refusal refusal =
        Refusal.grpc(() -> metadata.importSamlMetadata(request.setXml("<not-metadata/>").build()));
    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(get(created)).isEqualTo(created);

    Connection imported =
        metadata
            .importSamlMetadata(request.setXml(Files.readString(METADATA)).build())
            .getConnection();
    assertThat(imported.getStatus()).isEqualTo(ConnectionStatus.COMPLETED);
    assertThat(imported.getSamlConfig().getIdpCertificatesList()).isNotEmpty();
    assertThat(get(created)).isEqualTo(imported);
  }

  @Test
  void anIncompleteConnectionIsNotEnabledAndTheRefusalSaysWhatIsMissing() {
    Connection created = create(ConnectionType.OIDC);

    Refusal refusal = Refusal.grpc(() -> connections.enableConnection(toggle(created)));
    ApiWorld.Answer rest =
        world.rest(PATCH, "/api/v1/connections/" + created.getId() + ":enable", "");

    assertThat(refusal.code()).isEqualTo(Code.FAILED_PRECONDITION);
    assertThat(refusal.message()).contains("issuer").contains("client_id");
    assertThat(rest.status()).isEqualTo(400);
    assertThat(Refusal.rest(rest)).isEqualTo(refusal);
    assertThat(get(created)).isEqualTo(created);
  }

  @Test
  void aFaultyChangeStoresNothingOfIt() {
    Connection before = configure(create(ConnectionType.OIDC), oidc());
    UpdateConnection.Builder faulty =
        oidc()
            .setUiButtonTitle(StringValue.of("Half way"))
            .setOidcConfig(
                OIDCConnectionConfig.newBuilder()
                    .setClientId(StringValue.of("half-way"))
                    .setIssuer(StringValue.of("no url")));

    Refusal refusal = Refusal.grpc(() -> configure(before, faulty));

    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.message()).contains("issuer");
    assertThat(get(before)).isEqualTo(before);
  }

  @Test
  void theSettingsOfTheOtherTypeAreRefused() {
    Connection before = create(ConnectionType.OIDC);

    Refusal refusal =
        Refusal.grpc(() ->
            configure(
                before,
                UpdateConnection.newBuilder()
                    .setProvider(ConnectionProvider.CUSTOM)
                    .setSamlConfig(
                        SAMLConnectionConfigRequest.newBuilder()
                            .setForceAuthn(BoolValue.of(true)))));

    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(get(before)).isEqualTo(before);
  }

  @Test
  void anEnumNumberThatNobodyKnowsIsRefused() {
    Connection before = create(ConnectionType.SAML);

    Refusal refusal =
        Refusal.grpc(() ->
            configure(
                before,
                UpdateConnection.newBuilder()
                    .setProvider(ConnectionProvider.CUSTOM)
                    .setSamlConfig(
                        SAMLConnectionConfigRequest.newBuilder().setSamlSigningOptionValue(77))));

    assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(refusal.fields()).containsExactly("connection.saml_config.saml_signing_option");
    assertThat(get(before)).isEqualTo(before);
  }

  @Test
  void aConnectionIsReachedWithoutNamingItsOrganization() {
    Connection created = create(ConnectionType.OIDC);
    String id = created.getId();
    var toggle = ToggleEnvironmentConnectionRequest.newBuilder().setConnectionId(id).build();

    Connection configured =
        connections
            .updateEnvironmentConnection(
                UpdateEnvironmentConnectionRequest.newBuilder()
                    .setConnectionId(id)
                    .setConnection(oidc())
                    .build())
            .getConnection();
    assertThat(configured.getStatus()).isEqualTo(ConnectionStatus.COMPLETED);
    assertThat(getById(id)).isEqualTo(configured);
    assertThat(connections.enableEnvironmentConnection(toggle).getEnabled()).isTrue();
    assertThat(getById(id).getEnabled()).isTrue();
    assertThat(connections.disableEnvironmentConnection(toggle).getEnabled()).isFalse();
    var _ =
        connections.deleteEnvironmentConnection(
            DeleteEnvironmentConnectionRequest.newBuilder().setConnectionId(id).build());
    assertThat(Refusal.grpc(() -> getById(id)).code()).isEqualTo(Code.NOT_FOUND);
  }

  @Test
  void aConnectionOfNoOrganizationIsUnimplemented() {
    Refusal refusal =
        Refusal.grpc(() ->
            connections.createEnvironmentConnection(
                CreateEnvironmentConnectionRequest.newBuilder()
                    .setConnection(wanted(ConnectionType.OIDC))
                    .build()));

    assertThat(refusal.code()).isEqualTo(Code.UNIMPLEMENTED);
    assertThat(refusal.message()).contains("CreateConnection");
  }

  private Connection create(ConnectionType type) {
    return connections
        .createConnection(
            CreateConnectionRequest.newBuilder()
                .setOrganizationId(organization)
                .setConnection(wanted(type))
                .build())
        .getConnection();
  }

  private static CreateConnection wanted(ConnectionType type) {
    return CreateConnection.newBuilder()
        .setProvider(ConnectionProvider.CUSTOM)
        .setType(type)
        .build();
  }

  private static UpdateConnection.Builder oidc() {
    return UpdateConnection.newBuilder()
        .setProvider(ConnectionProvider.CUSTOM)
        .setOidcConfig(
            OIDCConnectionConfig.newBuilder()
                .setIssuer(StringValue.of("https://idp.example.com"))
                .setAuthorizeUri(StringValue.of("https://idp.example.com/authorize"))
                .setTokenUri(StringValue.of("https://idp.example.com/token"))
                .setJwksUri(StringValue.of("https://idp.example.com/jwks"))
                .setClientId(StringValue.of("client"))
                .setClientSecret(StringValue.of(SECRET))
                .addScopes(OIDCScope.openid)
                .addScopes(OIDCScope.email)
                .setTokenAuthType(TokenAuthType.BASIC_AUTH)
                .setPkceEnabled(BoolValue.of(true)));
  }

  private static Connection configure(Connection connection, UpdateConnection.Builder change) {
    return connections
        .updateConnection(
            UpdateConnectionRequest.newBuilder()
                .setOrganizationId(connection.getOrganizationId())
                .setId(connection.getId())
                .setConnection(change)
                .build())
        .getConnection();
  }

  private static ToggleConnectionRequest toggle(Connection connection) {
    return ToggleConnectionRequest.newBuilder()
        .setOrganizationId(connection.getOrganizationId())
        .setId(connection.getId())
        .build();
  }

  private static Connection get(Connection connection) {
    return connections
        .getConnection(
            GetConnectionRequest.newBuilder()
                .setOrganizationId(connection.getOrganizationId())
                .setId(connection.getId())
                .build())
        .getConnection();
  }

  private static Connection getById(String id) {
    return connections
        .getEnvironmentConnection(
            GetEnvironmentConnectionRequest.newBuilder().setConnectionId(id).build())
        .getConnection();
  }

  private static JsonNode rest(String path, String body) {
    return changed(world.rest(POST, path, body));
  }

  private static JsonNode changed(ApiWorld.Answer answer) {
    assertThat(answer.status()).as(answer.http().contentUtf8()).isEqualTo(200);
    return answer.json().path("connection");
  }
}
