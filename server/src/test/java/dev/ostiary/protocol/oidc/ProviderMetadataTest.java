package dev.ostiary.protocol.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderMetadataTest {
  private static final String ISSUER = "https://idp.example.com/tenant";
  private static final String GOOD =
      """
      {"issuer": "https://idp.example.com/tenant",
       "authorization_endpoint": "https://idp.example.com/tenant/authorize?p=1",
       "token_endpoint": "https://tokens.example.net/token",
       "userinfo_endpoint": "https://idp.example.com/userinfo",
       "jwks_uri": "https://idp.example.com/jwks",
       "end_session_endpoint": "https://idp.example.com/logout",
       "scopes_supported": ["openid", "email"],
       "response_types_supported": ["code", "id_token"],
       "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
       "id_token_signing_alg_values_supported": ["RS256"],
       "code_challenge_methods_supported": ["S256"],
       "authorization_response_iss_parameter_supported": true,
       "something_else": {"x": [1, 2.5, null]}}
      """;

  private static String with(Consumer<ObjectNode> change) {
    ObjectNode document = Json.parseObject(GOOD);
    change.accept(document);
    return Json.text(document);
  }

  private static void refused(String json, String field, String words) {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> ProviderMetadata.parse(json, ISSUER));
    assertThat(problem).isNotNull();
    assertThat(problem.violations())
        .singleElement()
        .satisfies(violation -> {
          assertThat(violation.field()).isEqualTo("oidc_config." + field);
          assertThat(violation.description()).contains(words);
        });
  }

  @Test
  void aWholeDocumentIsRead() {
    assertThat(ProviderMetadata.parse(GOOD, ISSUER))
        .isEqualTo(
            new ProviderMetadata(
                ISSUER,
                "https://idp.example.com/tenant/authorize?p=1",
                "https://tokens.example.net/token",
                "https://idp.example.com/userinfo",
                "https://idp.example.com/jwks",
                "https://idp.example.com/logout",
                List.of("openid", "email"),
                List.of("client_secret_post", "private_key_jwt"),
                List.of("RS256"),
                List.of("S256"),
                true));
  }

  @Test
  void whatIsOptionalMayBeMissingOrNull() {
    var metadata =
        ProviderMetadata.parse(
            with(document -> {
              document.retain("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri");
              document.putNull("userinfo_endpoint");
            }),
            ISSUER);

    assertThat(metadata.userinfoEndpoint()).isNull();
    assertThat(metadata.endSessionEndpoint()).isNull();
    assertThat(metadata.scopes()).isEmpty();
    assertThat(metadata.tokenAuthMethods()).containsExactly("client_secret_basic");
    assertThat(metadata.namesItselfInResponses()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://idp.example.com/tenant/",
        "https://idp.example.com/Tenant",
        "https://IDP.example.com/tenant",
        "http://idp.example.com/tenant",
        "https://idp.example.com:443/tenant",
        "https://idp.example.com/tenant ",
        "https://evil.example.com",
        ""
      })
  void anotherIssuerIsRefusedByteByByte(String issuer) {
    refused(with(document -> document.put("issuer", issuer)), "issuer", "is of the issuer");
  }

  @Test
  void theSlashAtTheEndAndTheTemplateAreExplained() {
    refused(with(d -> d.put("issuer", ISSUER + "/")), "issuer", "only the slash at the end");
    refused(
        with(d -> d.put("issuer", "https://login.example.com/{tenantid}/v2.0")),
        "issuer",
        "many tenants");
  }

  @Test
  void anIssuerThatIsNoTextIsRefused() {
    refused(with(d -> d.remove("issuer")), "discovery_endpoint", "names no issuer");
    refused(with(d -> d.put("issuer", 1)), "discovery_endpoint", "names no issuer");
    refused(with(d -> d.putArray("issuer").add(ISSUER)), "discovery_endpoint", "names no issuer");
  }

  @Test
  void everythingMissingIsNamedAtOnce() {
    refused(
        with(d -> d.remove(List.of("authorization_endpoint", "token_endpoint", "jwks_uri"))),
        "discovery_endpoint",
        "lacks authorization_endpoint, token_endpoint, jwks_uri");
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "/token, not an absolute URL",
    "//idp.example.com/token, not an absolute URL",
    "ftp://idp.example.com/token, scheme ftp",
    "javascript:alert(1), scheme javascript",
    "https:///token, has no host",
    "https://idp_1.example.com/token, has no host",
    "https://user@idp.example.com/token, user name",
    "https://idp.example.com/token#x, fragment",
    "https://idp.example.com/to ken, space",
    "https://idp.example.com/%zz, is not a URL"
  })
  void anEndpointThatIsNoAbsoluteWebUrlIsRefused(String url, String words) {
    for (String name :
        List.of(
            "authorization_endpoint",
            "token_endpoint",
            "jwks_uri",
            "userinfo_endpoint",
            "end_session_endpoint")) {
      refused(
          with(d -> d.put(name, url)), "discovery_endpoint", name + " of the discovery document ");
      refused(with(d -> d.put(name, url)), "discovery_endpoint", words);
    }
  }

  @Test
  void membersOfTheWrongKindAreRefused() {
    refused(with(d -> d.put("token_endpoint", 5)), "discovery_endpoint", "not a text");
    refused(
        with(d -> d.put("scopes_supported", "openid")), "discovery_endpoint", "scopes_supported");
    refused(
        with(d -> d.putArray("scopes_supported").add(1)), "discovery_endpoint", "scopes_supported");
    refused(
        with(d -> d.put("authorization_response_iss_parameter_supported", "true")),
        "discovery_endpoint",
        "neither true nor false");
    refused(
        with(d -> d.putArray("response_types_supported").add("id_token")),
        "discovery_endpoint",
        "expected code");
  }

  @ParameterizedTest
  @CsvSource({
    "'<!DOCTYPE html><html></html>', a web page",
    "'<EntityDescriptor/>', found XML",
    "'', no valid JSON object",
    "'[]', no valid JSON object",
    "'{\"issuer\":', no valid JSON object",
    "'{} {}', no valid JSON object",
    "'{\"issuer\":\"https://a.example\",\"issuer\":\"https://idp.example.com/tenant\"}', Duplicate"
  })
  void whatIsNoDocumentIsRefused(String text, String words) {
    refused(text, "discovery_endpoint", words);
  }

  @Test
  void deepAndLargeDocumentsAreRefused() {
    refused("{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}", "discovery_endpoint", "JSON");
    refused(GOOD + " ".repeat(600_000), "discovery_endpoint", "at most 524288");
  }

  @ParameterizedTest
  @CsvSource({
    "https://idp.example.com, https://idp.example.com/.well-known/openid-configuration",
    "https://idp.example.com/, https://idp.example.com/.well-known/openid-configuration",
    "https://idp.example.com/a/b, https://idp.example.com/a/b/.well-known/openid-configuration",
    "http://localhost:8180/realms/acme, http://localhost:8180/realms/acme/.well-known/openid-configuration"
  })
  void theDocumentIsBelowTheIssuer(String issuer, String url) {
    assertThat(ProviderMetadata.discoveryUrl(issuer)).isEqualTo(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "idp.example.com",
        "https://idp.example.com?x=1",
        "https://idp.example.com#x",
        "ftp://idp.example.com",
        "https://idp.example.com/.well-known/openid-configuration"
      })
  void whatIsNoIssuerHasNoDocument(String issuer) {
    Problem problem =
        catchThrowableOfType(Problem.class, () -> ProviderMetadata.discoveryUrl(issuer));

    assertThat(problem.violations().getFirst().field()).isEqualTo("oidc_config.issuer");
    assertThatCode(() -> ProviderMetadata.discoveryUrl(ISSUER)).doesNotThrowAnyException();
  }
}
