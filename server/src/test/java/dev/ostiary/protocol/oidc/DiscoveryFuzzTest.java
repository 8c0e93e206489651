package dev.ostiary.protocol.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import com.code_intelligence.jazzer.mutation.annotation.WithUtf8Length;
import dev.ostiary.platform.Problem;
import java.net.URI;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a provider says of itself is understood or refused, and what is understood is of the
/// provider that was asked.
class DiscoveryFuzzTest {
  /// Longer than each of the seeds, which are cut off otherwise.
  private static final int MAX = 20_000;

  private static final int MAX_MESSAGE = 4_000;

  private static final String ISSUER = "https://idp.example.com/tenant";

  static Stream<String> documents() {
    String good =
        """
        {"issuer": "https://idp.example.com/tenant",
         "authorization_endpoint": "https://idp.example.com/tenant/authorize?p=1",
         "token_endpoint": "https://tokens.example.net/token",
         "userinfo_endpoint": "https://idp.example.com/userinfo",
         "jwks_uri": "https://idp.example.com/jwks",
         "end_session_endpoint": null,
         "scopes_supported": ["openid", "email"],
         "response_types_supported": ["code", "id_token"],
         "token_endpoint_auth_methods_supported": ["client_secret_post"],
         "id_token_signing_alg_values_supported": ["RS256"],
         "code_challenge_methods_supported": ["S256"],
         "authorization_response_iss_parameter_supported": true}
        """;
    return Stream.of(
        good,
        good.replace("/tenant\",", "/tenant/\","),
        good.replace("https://tokens.example.net/token", "https://user@[::1]:0/%zz#"),
        good.replace("[\"RS256\"]", "[1, null, [\"RS256\"]]"),
        good.replace("true", "\"true\""),
        "<!doctype html><html></html>",
        "{\"issuer\": \"a\", \"issuer\": \"b\"}",
        "[]");
  }

  @MethodSource("documents")
  @FuzzTest(maxDuration = "2m")
  void documents(@NotNull @WithUtf8Length(max = MAX) String json) {
    try {
      vet(ProviderMetadata.parse(json, ISSUER), ISSUER);
    } catch (Problem refused) {
      isReadable(refused);
    }
    try {
      ProviderMetadata found =
          ProviderMetadata.parseFrom(json, ProviderMetadata.discoveryUrl(ISSUER));
      vet(found, found.issuer());
      assertThat(found.issuer()).isIn(ISSUER, ISSUER + "/");
    } catch (Problem refused) {
      isReadable(refused);
    }
  }

  private static void vet(ProviderMetadata metadata, String issuer) {
    assertThat(metadata.issuer()).isEqualTo(issuer);
    Stream.of(
            metadata.authorizationEndpoint(),
            metadata.tokenEndpoint(),
            metadata.jwksUri(),
            metadata.userinfoEndpoint(),
            metadata.endSessionEndpoint())
        .filter(url -> url != null)
        .forEach(url -> {
          assertThat(URI.create(url).getScheme()).matches("(?i)https?");
          assertThat(URI.create(url).getHost()).isNotEmpty();
          assertThat(url).hasSizeLessThanOrEqualTo(2048);
        });
    assertThat(metadata.signingAlgorithms()).hasSizeLessThanOrEqualTo(200);
  }

  @CsvSource({
    "https://idp.example.com/tenant",
    "https://idp.example.com/",
    "http://127.0.0.1:8080/realms/acme",
    "https://idp.example.com/.well-known/openid-configuration",
    "https://user@idp.example.com/?x#y",
    "javascript:alert(1)"
  })
  @FuzzTest(maxDuration = "2m")
  void issuers(@NotNull @WithUtf8Length(max = MAX) String issuer) {
    try {
      URI url = URI.create(ProviderMetadata.discoveryUrl(issuer));
      assertThat(url.getRawPath()).endsWith("/.well-known/openid-configuration");
      assertThat(url.getRawQuery()).isNull();
      assertThat(url.getRawFragment()).isNull();
      assertThat(url.getHost()).isEqualTo(URI.create(issuer).getHost());
    } catch (Problem refused) {
      isReadable(refused);
    }
  }

  /// It may repeat a little of what was found.
  private static void isReadable(Problem refused) {
    assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(MAX_MESSAGE);
  }
}
