package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.GrantType;
import dev.ostiary.platform.Json;
import dev.ostiary.protocol.oidc.Pkce;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// What an environment says about itself (OpenID Connect Discovery 1.0, section 3; RFC 8414,
/// section 2; RFC 9207, section 3). It names what is served, and nothing else.
final class ServerMetadata {
  /// Of the front channel, which is found by this document alone.
  private static final String AUTHORIZE = "/oauth/authorize";

  private static final String END_SESSION = "/oidc/logout";

  private static final List<String> SECRET_METHODS =
      List.of("client_secret_post", "client_secret_basic");

  private ServerMetadata() {}

  static ObjectNode of(Environment environment) {
    String url = environment.url().toString();
    ObjectNode metadata = Json.object();
    metadata.put("issuer", url);
    metadata.put("authorization_endpoint", url + AUTHORIZE);
    metadata.put("token_endpoint", url + TokenRequest.PATH);
    metadata.put("userinfo_endpoint", url + UserInfoEndpoint.PATH);
    metadata.put("jwks_uri", url + DiscoveryEndpoint.KEYS);
    metadata.put("end_session_endpoint", url + END_SESSION);
    metadata.put("introspection_endpoint", url + Introspection.PATH);
    metadata.put("revocation_endpoint", url + Revocation.PATH);
    put(metadata, "scopes_supported", Authorization.SCOPES);
    put(metadata, "response_types_supported", List.of("code"));
    put(metadata, "response_modes_supported", List.of("query", "form_post"));
    put(
        metadata,
        "grant_types_supported",
        Arrays.stream(GrantType.values()).map(GrantType::wireName).toList());
    put(metadata, "subject_types_supported", List.of("public"));
    put(metadata, "id_token_signing_alg_values_supported", List.of("RS256"));
    put(
        metadata,
        "token_endpoint_auth_methods_supported",
        List.of("client_secret_post", "client_secret_basic", "none"));
    put(metadata, "introspection_endpoint_auth_methods_supported", SECRET_METHODS);
    put(
        metadata,
        "revocation_endpoint_auth_methods_supported",
        List.of("client_secret_post", "client_secret_basic", "none"));
    put(metadata, "code_challenge_methods_supported", List.of(Pkce.METHOD));
    put(metadata, "claims_supported", claims());
    metadata.put("claims_parameter_supported", false);
    metadata.put("request_parameter_supported", false);
    metadata.put("request_uri_parameter_supported", false);
    metadata.put("authorization_response_iss_parameter_supported", true);
    return metadata;
  }

  private static Collection<String> claims() {
    var claims =
        new TreeSet<>(
            List.of(
                "iss",
                "sub",
                "aud",
                "azp",
                "exp",
                "iat",
                "auth_time",
                "nonce",
                "acr",
                "amr",
                "oid",
                "sid",
                "at_hash",
                "c_hash",
                "email",
                "email_verified",
                "groups"));
    claims.addAll(Profile.OF_PROFILE_SCOPE);
    claims.addAll(Profile.OF_PHONE_SCOPE);
    return claims;
  }

  private static void put(ObjectNode metadata, String name, Collection<String> values) {
    values.forEach(metadata.putArray(name)::add);
  }
}
