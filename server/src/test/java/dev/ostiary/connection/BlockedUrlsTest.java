package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.connection.MetadataSource.OidcEndpoints;
import dev.ostiary.platform.Problem;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What this server itself calls must not lead into a private network; where it only sends browsers
/// may.
class BlockedUrlsTest {
  private static final String ISSUER = "https://idp.example.com";

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void whatThisServerWouldNotCallIsRefusedWhenItIsEnteredAndAllOfItAtOnce() {
    Connection oidc = scene.connection(ConnectionType.OIDC);
    ConfigChange privately =
        ConfigChange.of(
                new OidcChange()
                    .discoveryEndpoint("https://idp.internal/.well-known/openid-configuration")
                    .tokenUri("https://10.0.0.5/token")
                    .userInfoUri("https://localhost/userinfo")
                    .jwksUri("https://idp.example.com:22/jwks"))
            .configurationType(ConfigurationType.MANUAL);

    assertThatThrownBy(() -> scene.configure(oidc, privately))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.violations())
                  .extracting(Problem.Violation::field)
                  .containsExactly(
                      "oidc_config.discovery_endpoint",
                      "oidc_config.token_uri",
                      "oidc_config.user_info_uri",
                      "oidc_config.jwks_uri");
              assertThat(problem).hasMessageContaining("OSTIARY_OUTBOUND_ALLOW");
            });
    assertThat(scene.connections.get(oidc.environment(), oidc.id())).isEqualTo(oidc);
    assertInvalid(
        "saml_config.idp_metadata_url",
        () ->
            scene.configure(
                scene.connection(ConnectionType.SAML),
                ConfigChange.of(new SamlChange().idpMetadataUrl("https://192.168.1.1/metadata"))
                    .configurationType(ConfigurationType.MANUAL)));
  }

  @Test
  void whereOnlyBrowsersGoMayBeAnywhere() {
    Connection oidc =
        scene.configure(
            scene.connection(ConnectionType.OIDC),
            ConfigChange.of(new OidcChange().authorizeUri("https://idp.internal/authorize")));
    Connection saml =
        scene.configure(
            scene.connection(ConnectionType.SAML),
            ConfigChange.of(new SamlChange().idpSsoUrl("https://10.0.0.5/sso")));

    assertThat(((OidcConfig) oidc.config()).authorizeUri()).contains("idp.internal");
    assertThat(((SamlConfig) saml.config()).idpSsoUrl()).contains("10.0.0.5");
  }

  @Test
  void aDocumentThatNamesWhatThisServerWouldNotCallIsRefused() {
    scene.metadata.publish(
        ISSUER,
        new OidcEndpoints(
            ISSUER,
            "https://idp.example.com/authorize",
            "https://169.254.169.254/token",
            null,
            "https://idp.example.com/jwks",
            null,
            List.of()));

    assertInvalid(
        "oidc_config.issuer",
        () ->
            scene.configure(
                scene.connection(ConnectionType.OIDC),
                ConfigChange.of(new OidcChange().issuer(ISSUER))));
  }

  private static void assertInvalid(String field, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Problem.class,
            problem ->
                assertThat(problem.violations())
                    .extracting(Problem.Violation::field)
                    .containsExactly(field));
  }
}
