package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.connection.MetadataSource.OidcEndpoints;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigureTest {
  private static final String ISSUER = "https://idp.example.com";
  private static final String METADATA = "https://idp.example.com/metadata";

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void anIssuerAloneIsEnoughToFindTheRest() {
    scene.metadata.publish(ISSUER, FakeMetadata.endpoints(ISSUER));

    Connection connection =
        oidc(new OidcChange().issuer(ISSUER).clientId("id").clientSecret("secret"));

    OidcConfig config = (OidcConfig) connection.config();
    assertThat(config.issuer()).isEqualTo(ISSUER);
    assertThat(config.authorizeUri()).isEqualTo("https://idp.example.com/authorize");
    assertThat(config.tokenUri()).isEqualTo("https://idp.example.com/token");
    assertThat(config.userInfoUri()).isEqualTo("https://idp.example.com/userinfo");
    assertThat(config.jwksUri()).isEqualTo("https://idp.example.com/jwks");
    assertThat(config.tokenAuthType()).isEqualTo(OidcConfig.TokenAuthType.URL_PARAMS);
    assertThat(connection.configurationType()).isEqualTo(ConfigurationType.DISCOVERY);
    assertThat(connection.status()).isEqualTo(ConnectionStatus.COMPLETED);
  }

  @Test
  void theDiscoveryEndpointGoesBeforeTheIssuer() {
    String document = ISSUER + "/.well-known/openid-configuration";
    scene.metadata.publish(ISSUER, FakeMetadata.endpoints(ISSUER));

    Connection connection =
        oidc(new OidcChange().issuer(ISSUER).discoveryEndpoint(document).tokenUri(ISSUER + "/t"));

    assertThat(scene.metadata.fetched).isEmpty();
    Connection found =
        scene.configure(
            connection,
            ConfigChange.of(
                    new OidcChange().discoveryEndpoint(document).tokenUri(ISSUER + "/by-hand"))
                .configurationType(ConfigurationType.DISCOVERY));
    assertThat(scene.metadata.fetched).containsExactly(document);
    assertThat(((OidcConfig) found.config()).tokenUri()).isEqualTo(ISSUER + "/by-hand");
    assertThat(((OidcConfig) found.config()).jwksUri()).isEqualTo(ISSUER + "/jwks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://t.auth0.com", "https://t.auth0.com/"})
  void anIssuerWithASlashAtItsEndIsFoundByItsDocument(String typed) {
    scene.metadata.publish("https://t.auth0.com/", FakeMetadata.endpoints("https://t.auth0.com/"));
    OidcChange change =
        new OidcChange()
            .discoveryEndpoint("https://t.auth0.com/.well-known/openid-configuration")
            .clientId("id")
            .clientSecret("secret");

    Connection connection = oidc(change);

    assertThat(((OidcConfig) connection.config()).issuer()).isEqualTo("https://t.auth0.com/");
    assertThat(connection.status()).isEqualTo(ConnectionStatus.COMPLETED);
    assertThat(oidc(change.issuer(typed)).config()).isEqualTo(connection.config());
  }

  @Test
  void anIssuerIsTypedAsItsProviderWritesIt() {
    scene.metadata.publish("https://t.auth0.com/", FakeMetadata.endpoints("https://t.auth0.com/"));

    assertInvalid("oidc_config.issuer", () -> oidc(new OidcChange().issuer("https://t.auth0.com")));
    assertThat(oidc(new OidcChange().issuer("https://t.auth0.com/")).configurationType())
        .isEqualTo(ConfigurationType.DISCOVERY);
  }

  @Test
  void nothingIsEnabledWhoseCertificatesHaveAllExpired() {
    Connection connection = scene.completed(ConnectionType.SAML);
    Connection running = scene.enable(scene.completed(ConnectionType.SAML));
    scene.clock.advance(Duration.ofDays(3650));

    assertThatThrownBy(() -> scene.enable(connection))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.FAILED_PRECONDITION))
        .hasMessageContaining("saml_config.idp_certificate");
    assertThat(scene.enable(running)).isEqualTo(running);

    scene.configure(
        connection,
        ConfigChange.of(
            new SamlChange()
                .idpCertificate(FakeMetadata.CERTIFICATE.pem() + FakeMetadata.NEXT.pem())));
    assertThat(scene.enable(connection).enabled()).isTrue();
  }

  @Test
  void nothingIsFetchedWithoutNeed() {
    scene.metadata.publish(ISSUER, FakeMetadata.endpoints(ISSUER));
    Connection connection = oidc(new OidcChange().issuer(ISSUER));
    assertThat(scene.metadata.fetched).hasSize(1);

    scene.configure(connection, ConfigChange.of(new OidcChange().issuer(ISSUER).clientId("a")));
    scene.configure(connection, ConfigChange.of(new OidcChange().clientId("b")));
    scene.configure(connection, new ConfigChange().uiButtonTitle("Title"));
    scene.configure(
        connection,
        ConfigChange.of(new OidcChange().issuer("https://other.example.com"))
            .configurationType(ConfigurationType.MANUAL));
    assertThat(scene.metadata.fetched).hasSize(1);

    scene.configure(connection, ConfigChange.of(new OidcChange().issuer(ISSUER)));
    assertThat(scene.metadata.fetched).hasSize(2);
  }

  @Test
  void aDocumentOfAnotherIssuerIsRefused() {
    scene.metadata.publish(ISSUER, FakeMetadata.endpoints("https://evil.example.com"));

    assertInvalid("oidc_config.issuer", () -> oidc(new OidcChange().issuer(ISSUER)));
    assertInvalid(
        "oidc_config.issuer", () -> oidc(new OidcChange().issuer("https://none.example.com")));
    assertInvalid(
        "oidc_config.discovery_endpoint",
        () ->
            oidc(new OidcChange().discoveryEndpoint(ISSUER + "/.well-known/openid-configuration")));
  }

  @Test
  void whatADocumentSaysIsCheckedLikeWhatPeopleSay() {
    scene.metadata.publish(
        ISSUER,
        new OidcEndpoints(
            ISSUER,
            "http://idp.example.com/a",
            ISSUER + "/t",
            null,
            ISSUER + "/j",
            null,
            List.of()));

    assertInvalid("oidc_config.authorize_uri", () -> oidc(new OidcChange().issuer(ISSUER)));
  }

  @Test
  void theMaskedSecretStandsForTheStoredOne() {
    Connection connection = scene.completed(ConnectionType.OIDC);
    Secret secret = ((OidcConfig) connection.config()).clientSecret();

    Connection same =
        scene.configure(
            connection, ConfigChange.of(new OidcChange().clientSecret(secret.masked())));
    assertThat(same).isEqualTo(connection);
    assertThat(secret.masked()).isEqualTo("********aple");

    assertInvalid(
        "oidc_config.client_secret", () -> oidc(new OidcChange().clientSecret("********aple")));
    Connection changed =
        scene.configure(connection, ConfigChange.of(new OidcChange().clientSecret("another")));
    assertThat(((OidcConfig) changed.config()).clientSecret()).isEqualTo(new Secret("another"));
  }

  @Test
  void noSecretIsStoredInPlain() {
    String secret = "correct horse battery staple";
    scene.enable(scene.completed(ConnectionType.OIDC));

    assertThat(rowsHolding(secret)).isEmpty();
    assertThat(rowsHolding("sso_enabled")).as("positive control: a payload").contains("event");
    assertThat(rowsHolding("https://idp.example.com/jwks"))
        .as("positive control: a JSON document")
        .contains("connection");
  }

  /// The tables in which some row holds the text, in a column of text or, in hex, of bytes.
  private List<String> rowsHolding(String text) {
    String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    return scene.database.transact(tx ->
        tx
            .sql(
                """
                select table_name from information_schema.tables
                where table_schema = 'public' order by table_name
                """)
            .list(row -> row.text("table_name"))
            .stream()
            .filter(table ->
                tx.sql(
                        """
                        select exists (
                          select 1 from "%s" t
                          where position(:text in t::text) > 0
                            or position(:hex in t::text) > 0
                        ) as found
                        """
                            .formatted(table))
                    .bind("text", text)
                    .bind("hex", hex)
                    .one(row -> row.flag("found")))
            .toList());
  }

  @Test
  void metadataAtAnAddressFillAllIn() {
    scene.metadata.metadata.put(
        METADATA, FakeMetadata.facts(FakeMetadata.EXPIRED, FakeMetadata.CERTIFICATE));

    Connection connection = saml(new SamlChange().idpMetadataUrl(METADATA));

    SamlConfig config = (SamlConfig) connection.config();
    assertThat(config.idpEntityId()).isEqualTo("https://idp.example.com/entity");
    assertThat(config.idpSsoUrl()).isEqualTo("https://idp.example.com/sso");
    assertThat(config.ssoRequestBinding()).isEqualTo(SamlConfig.RequestBinding.HTTP_POST);
    assertThat(config.nameIdFormat()).isEqualTo(SamlConfig.NameIdFormat.EMAIL);
    assertThat(config.wantRequestSigned()).isTrue();
    assertThat(config.idpCertificates())
        .extracting(SamlConfig.Certificate::issuer)
        .containsExactly("CN=a");
    assertThat(connection.configurationType()).isEqualTo(ConfigurationType.DISCOVERY);
    assertThat(connection.status()).isEqualTo(ConnectionStatus.COMPLETED);
  }

  @Test
  void importedMetadataFillAllIn() {
    scene.metadata.metadata.put("<xml/>", FakeMetadata.facts(FakeMetadata.CERTIFICATE));
    Connection connection = scene.connection(ConnectionType.SAML);

    Connection imported = importMetadata(connection, "<xml/>");

    assertThat(imported.status()).isEqualTo(ConnectionStatus.COMPLETED);
    assertThat(imported.configurationType()).isEqualTo(ConfigurationType.MANUAL);
    assertInvalid("xml", () -> importMetadata(connection, "<rubbish/>"));
    assertInvalid(
        "saml_config", () -> importMetadata(scene.connection(ConnectionType.OIDC), "<xml/>"));
  }

  private Connection importMetadata(Connection connection, String xml) {
    return scene.connections.importMetadata(
        connection.environment(), connection.organization(), connection.id(), xml, Scene.CAUSE);
  }

  @Test
  void aCertificateThatStaysKeepsItsDate() {
    Connection connection = scene.completed(ConnectionType.SAML);
    scene.clock.set(scene.clock.instant().plusSeconds(3600));

    Connection both =
        scene.configure(
            connection,
            ConfigChange.of(
                new SamlChange()
                    .idpCertificate(FakeMetadata.CERTIFICATE.pem() + FakeMetadata.NEXT.pem())));

    List<SamlConfig.Certificate> certificates = ((SamlConfig) both.config()).idpCertificates();
    assertThat(certificates.getFirst())
        .isEqualTo(((SamlConfig) connection.config()).idpCertificates().getFirst());
    assertThat(certificates.getLast().addTime()).isEqualTo(scene.clock.instant());
    assertThat(certificates.getFirst().id()).isEqualTo("cert_" + "a".repeat(24));
  }

  @Test
  void aCertificateThatIsExpiredOrNoneIsRefused() {
    scene.metadata.metadata.put(METADATA, FakeMetadata.facts(FakeMetadata.EXPIRED));

    assertInvalid(
        "saml_config.idp_certificate",
        () -> saml(new SamlChange().idpCertificate(FakeMetadata.EXPIRED.pem())));
    assertInvalid(
        "saml_config.idp_certificate", () -> saml(new SamlChange().idpCertificate("rubbish")));
    assertInvalid(
        "saml_config.idp_metadata_url", () -> saml(new SamlChange().idpMetadataUrl(METADATA)));
  }

  @Test
  void aChangeThatRepeatsWhatIsThereChangesNothing() {
    Connection connection = scene.completed(ConnectionType.SAML);
    scene.clock.set(scene.clock.instant().plusSeconds(3600));

    assertThat(scene.configure(connection, Scene.complete(ConnectionType.SAML)))
        .isEqualTo(connection);
  }

  @ParameterizedTest
  @CsvSource({
    "issuer, http://idp.example.com",
    "issuer, idp.example.com",
    "issuer, https://idp.example.com/#a",
    "issuer, https://user@idp.example.com",
    "issuer, 'https://idp.example.com/a b'",
    "authorize_uri, ftp://idp.example.com",
    "authorize_uri, javascript:alert(1)",
    "token_uri, file:///etc/passwd",
    "jwks_uri, https:idp.example.com",
    "user_info_uri, //idp.example.com",
    "discovery_endpoint, http://169.254.169.254/latest",
  })
  void anUnfitUrlIsRefusedByName(String member, String url) {
    OidcChange change = new OidcChange();
    OidcChange set =
        switch (member) {
          case "issuer" -> change.issuer(url);
          case "authorize_uri" -> change.authorizeUri(url);
          case "token_uri" -> change.tokenUri(url);
          case "jwks_uri" -> change.jwksUri(url);
          case "user_info_uri" -> change.userInfoUri(url);
          default -> change.discoveryEndpoint(url);
        };
    ConfigChange manual = ConfigChange.of(set).configurationType(ConfigurationType.MANUAL);

    assertInvalid(
        "oidc_config." + member,
        () -> scene.configure(scene.connection(ConnectionType.OIDC), manual));
  }

  @Test
  void otherUnfitValuesAreRefusedByName() {
    Connection connection = scene.connection(ConnectionType.OIDC);
    Map<String, String> many =
        IntStream.rangeClosed(1, 31).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "v"));

    assertInvalid(
        "attribute_mapping",
        () -> scene.configure(connection, new ConfigChange().attributeMapping(many)));
    assertInvalid(
        "attribute_mapping[email]",
        () ->
            scene.configure(
                connection, new ConfigChange().attributeMapping(Map.of("email", "x".repeat(257)))));
    assertInvalid(
        "oidc_config.scopes", () -> oidc(new OidcChange().scopes(List.of(OidcConfig.Scope.email))));
    assertInvalid("oidc_config.client_id", () -> oidc(new OidcChange().clientId("a\u0000b")));
    assertInvalid(
        "ui_button_title",
        () -> scene.configure(connection, new ConfigChange().uiButtonTitle("x".repeat(101))));
    assertInvalid("saml_config", () -> configure(connection, new SamlChange().forceAuthn(true)));
    assertInvalid("type", () -> ConnectionType.parse("OAUTH"));
    assertThat(ConnectionType.parse("SAML")).isEqualTo(ConnectionType.SAML);
  }

  private Connection oidc(OidcChange change) {
    return configure(scene.connection(ConnectionType.OIDC), change);
  }

  private Connection saml(SamlChange change) {
    return configure(scene.connection(ConnectionType.SAML), change);
  }

  private Connection configure(Connection connection, SettingsChange change) {
    return scene.configure(connection, ConfigChange.of(change));
  }

  private static void assertInvalid(String field, Supplier<?> call) {
    assertThatThrownBy(call::get)
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.kind()).isEqualTo(Problem.Kind.INVALID_ARGUMENT);
              assertThat(p.violations()).extracting(Problem.Violation::field).contains(field);
            });
  }
}
