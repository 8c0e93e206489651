package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.connection.MetadataSource.CertificateFacts;
import dev.ostiary.connection.MetadataSource.OidcEndpoints;
import dev.ostiary.connection.MetadataSource.SamlFacts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProviderWatchTest {
  private static final String METADATA = "https://idp.example.com/metadata";
  private static final String ISSUER = "https://idp.example.com";
  private static final String CHANGED = "organization.sso_metadata_changed";
  private static final String EXPIRING = "organization.sso_certificate_expiring";
  private static final String EXPIRED = "organization.sso_certificate_expired";

  /// The clock of the scene begins on 2025-10-14.
  private static final CertificateFacts SHORT =
      FakeMetadata.certificateFacts("d", "2025-12-01T00:00:00Z");

  private final Scene scene = new Scene();
  private final ProviderWatch watch =
      new ProviderWatch(scene.database, scene.connections, scene.clock);

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void aNewCertificateIsTakenOverAndTold() {
    Connection connection = saml(FakeMetadata.facts(FakeMetadata.CERTIFICATE));
    watch.run();
    assertThat(told(CHANGED)).isZero();

    publish(FakeMetadata.facts(FakeMetadata.CERTIFICATE, FakeMetadata.NEXT));
    later(ProviderWatch.CHECK_PAUSE);

    assertThat(certificates(connection)).containsExactly("a".repeat(64), "b".repeat(64));
    assertThat(told(CHANGED)).isOne();
    later(ProviderWatch.CHECK_PAUSE);
    assertThat(told(CHANGED)).isOne();
  }

  @Test
  void noDocumentIsReadBeforeItIsDue() {
    saml(FakeMetadata.facts(FakeMetadata.CERTIFICATE));
    watch.run();
    scene.metadata.fetched.clear();

    later(ProviderWatch.CHECK_PAUSE.minusSeconds(1));
    assertThat(scene.metadata.fetched).isEmpty();
    later(Duration.ofSeconds(1));
    assertThat(scene.metadata.fetched).containsExactly(METADATA);
  }

  @Test
  void newEndpointsOfAnOpenIdProviderAreTakenOver() {
    scene.metadata.publish(ISSUER, FakeMetadata.endpoints(ISSUER));
    Connection connection =
        scene.enable(
            scene.configure(
                scene.connection(ConnectionType.OIDC),
                ConfigChange.of(
                    new OidcChange().issuer(ISSUER).clientId("id").clientSecret("secret"))));
    scene.metadata.publish(ISSUER, moved(ISSUER));

    watch.run();

    OidcConfig config = (OidcConfig) current(connection).config();
    assertThat(config.jwksUri()).isEqualTo("https://idp.example.com/moved");
    assertThat(config.tokenAuthType()).isEqualTo(OidcConfig.TokenAuthType.URL_PARAMS);
    assertThat(told(CHANGED)).isOne();
  }

  @Test
  void aDocumentOfAnotherProviderChangesNothing() {
    Connection connection = saml(FakeMetadata.facts(FakeMetadata.CERTIFICATE));
    SamlFacts good = FakeMetadata.facts(FakeMetadata.NEXT);
    publish(
        new SamlFacts(
            "https://evil.example.com",
            good.ssoUrl(),
            good.ssoBinding(),
            null,
            null,
            null,
            true,
            good.certificates()));

    watch.run();

    assertThat(current(connection)).isEqualTo(connection);
    assertThat(told(CHANGED)).isZero();
  }

  @Test
  void aProviderThatIsDownOrPublishesNothingOfUseChangesNothing() {
    Connection connection = saml(FakeMetadata.facts(FakeMetadata.CERTIFICATE));
    for (SamlFacts facts :
        List.of(FakeMetadata.facts(), FakeMetadata.facts(FakeMetadata.EXPIRED))) {
      publish(facts);
      later(ProviderWatch.CHECK_PAUSE);
      assertThat(certificates(connection)).containsExactly("a".repeat(64));
    }
    scene.metadata.metadata.clear();
    later(ProviderWatch.CHECK_PAUSE);

    assertThat(current(connection)).isEqualTo(connection);
    assertThat(told(CHANGED)).isZero();
  }

  @Test
  void whatIsEnteredByHandOverADocumentStaysAndEndsTheFollowing() {
    Connection followed = saml(FakeMetadata.facts(FakeMetadata.CERTIFICATE));
    Connection owned =
        scene.configure(
            saml(FakeMetadata.facts(FakeMetadata.CERTIFICATE)),
            ConfigChange.of(new SamlChange().idpSloUrl("https://idp.example.com/by-hand")));
    scene.configure(followed, ConfigChange.of(new SamlChange().forceAuthn(true)));
    publish(FakeMetadata.facts(FakeMetadata.CERTIFICATE, FakeMetadata.NEXT));

    watch.run();

    assertThat(owned.configurationType()).isEqualTo(ConfigurationType.MANUAL);
    assertThat(((SamlConfig) current(owned).config()).idpSloUrl())
        .isEqualTo("https://idp.example.com/by-hand");
    assertThat(current(owned)).isEqualTo(owned);
    assertThat(certificates(followed)).as("the control").hasSize(2);
  }

  @Test
  void anEndpointEnteredByHandOverADiscoveryDocumentStays() {
    scene.metadata.publish(ISSUER, FakeMetadata.endpoints(ISSUER));
    Connection connection =
        scene.enable(
            scene.configure(
                scene.connection(ConnectionType.OIDC),
                ConfigChange.of(
                    new OidcChange().issuer(ISSUER).clientId("id").clientSecret("secret"))));
    Connection owned =
        scene.configure(
            connection,
            ConfigChange.of(new OidcChange().jwksUri("https://idp.example.com/by-hand")));
    scene.metadata.publish(ISSUER, moved(ISSUER));

    watch.run();

    assertThat(current(owned)).isEqualTo(owned);
    assertThat(((OidcConfig) owned.config()).jwksUri())
        .isEqualTo("https://idp.example.com/by-hand");
  }

  @Test
  void disabledConnectionsAndThoseEnteredByHandAreLeftAlone() {
    scene.disable(saml(FakeMetadata.facts(FakeMetadata.CERTIFICATE)));
    scene.enable(scene.completed(ConnectionType.SAML));
    scene.metadata.fetched.clear();

    watch.run();

    assertThat(scene.metadata.fetched).isEmpty();
  }

  @Test
  void aCertificateIsToldOnceBeforeItExpiresAndOnceAfter() {
    saml(FakeMetadata.facts(SHORT));
    Duration untilNotice =
        Duration.between(
            scene.clock.instant(), SHORT.notAfter().minus(ProviderWatch.EXPIRY_NOTICE));

    later(untilNotice.minusSeconds(1));
    assertThat(told(EXPIRING)).isZero();
    later(ProviderWatch.CHECK_PAUSE);
    later(ProviderWatch.CHECK_PAUSE);
    assertThat(told(EXPIRING)).isOne();
    assertThat(told(EXPIRED)).isZero();

    later(ProviderWatch.EXPIRY_NOTICE);
    later(ProviderWatch.CHECK_PAUSE);
    assertThat(told(EXPIRING)).isOne();
    assertThat(told(EXPIRED)).isOne();
  }

  @Test
  void severalNodesTellOnce() throws Exception {
    saml(FakeMetadata.facts(SHORT));
    scene.clock.advance(Duration.ofDays(40));
    try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all =
          IntStream.range(0, 4).<Future<?>>mapToObj(_ -> nodes.submit(watch)).toList();
      for (Future<?> one : all) {
        one.get();
      }
    }

    assertThat(told(EXPIRING)).isOne();
  }

  private static OidcEndpoints moved(String issuer) {
    OidcEndpoints before = FakeMetadata.endpoints(issuer);
    return new OidcEndpoints(
        issuer,
        before.authorizeUri(),
        before.tokenUri(),
        before.userInfoUri(),
        "https://idp.example.com/moved",
        before.endSessionUri(),
        List.of("client_secret_basic"));
  }

  private Connection saml(SamlFacts facts) {
    publish(facts);
    return scene.enable(
        scene.configure(
            scene.connection(ConnectionType.SAML),
            ConfigChange.of(new SamlChange().idpMetadataUrl(METADATA))));
  }

  private void publish(SamlFacts facts) {
    scene.metadata.metadata.put(METADATA, facts);
  }

  private void later(Duration time) {
    scene.clock.advance(time);
    watch.run();
  }

  private Connection current(Connection connection) {
    return scene.connections.get(connection.environment(), connection.id());
  }

  private List<String> certificates(Connection connection) {
    return ((SamlConfig) current(connection).config())
        .idpCertificates().stream().map(SamlConfig.Certificate::fingerprint).toList();
  }

  private long told(String type) {
    return scene.eventTypes(scene.organization).stream().filter(type::equals).count();
  }
}
