package dev.ostiary.protocol.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What an OpenID provider says about itself (OpenID Connect Discovery 1.0, section 3). The
/// endpoints are well-formed URLs, no more: whether they may be called is decided when they are.
///
/// @param userinfoEndpoint null when the provider has none
/// @param endSessionEndpoint null when the provider has none
/// @param tokenAuthMethods how a client may authenticate at the token endpoint
/// @param signingAlgorithms of ID tokens; empty when the document does not say
/// @param codeChallengeMethods of PKCE; empty when the document does not say
/// @param namesItselfInResponses whether every authorization response carries `iss` (RFC 9207), so
///   that one without it must be refused
public record ProviderMetadata(
    String issuer,
    String authorizationEndpoint,
    String tokenEndpoint,
    @Nullable String userinfoEndpoint,
    String jwksUri,
    @Nullable String endSessionEndpoint,
    List<String> scopes,
    List<String> tokenAuthMethods,
    List<String> signingAlgorithms,
    List<String> codeChallengeMethods,
    boolean namesItselfInResponses) {
  private static final String ISSUER_FIELD = "oidc_config.issuer";
  private static final String DOCUMENT_FIELD = "oidc_config.discovery_endpoint";
  private static final String WELL_KNOWN = "/.well-known/openid-configuration";

  /// Real documents have a few kilobytes.
  private static final int MAX_DOCUMENT_LENGTH = 512 * 1024;

  private static final int MAX_URL_LENGTH = 2048;
  private static final int MAX_LIST_LENGTH = 200;
  private static final int MAX_SHOWN = 300;

  public ProviderMetadata {
    scopes = List.copyOf(scopes);
    tokenAuthMethods = List.copyOf(tokenAuthMethods);
    signingAlgorithms = List.copyOf(signingAlgorithms);
    codeChallengeMethods = List.copyOf(codeChallengeMethods);
  }

  /// Where the provider publishes its document: section 4.1, a slash at the issuer's end is
  /// dropped.
  public static String discoveryUrl(String issuer) {
    if (issuer.endsWith(WELL_KNOWN)) {
      throw Problem.invalid(
          ISSUER_FIELD,
          "found the URL of the discovery document, expected the issuer: leave out " + WELL_KNOWN);
    }
    String fault = fault(issuer);
    if (fault == null && issuer.indexOf('?') >= 0) {
      fault = "has a query";
    }
    if (fault != null) {
      throw Problem.invalid(
          ISSUER_FIELD,
          "the issuer " + fault + ", expected a URL such as https://idp.example.com/tenant");
    }
    String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return base + WELL_KNOWN;
  }

  /// Reads a discovery document.
  ///
  /// @param expectedIssuer the issuer the document was fetched for; section 4.3 demands the very
  ///   same string
  /// @throws Problem when the document is not one, is of another issuer, or lacks what we need
  public static ProviderMetadata parse(String json, String expectedIssuer) {
    return read(document(json), expectedIssuer);
  }

  /// Reads the discovery document that was found at an address. Whether the issuer ends in a slash
  /// cannot be seen there (section 4.1), so either is accepted: it leads to the same address.
  ///
  /// @param address a result of {@link #discoveryUrl}
  /// @throws Problem as {@link #parse} does
  public static ProviderMetadata parseFrom(String json, String address) {
    ObjectNode document = document(json);
    String issuer = address.substring(0, address.length() - WELL_KNOWN.length());
    String withSlash = issuer + "/";
    return read(
        document, withSlash.equals(document.path("issuer").textValue()) ? withSlash : issuer);
  }

  private static ProviderMetadata read(ObjectNode document, String expectedIssuer) {
    vetIssuer(document, expectedIssuer);
    var missing = new ArrayList<String>();
    for (String name : List.of("authorization_endpoint", "token_endpoint", "jwks_uri")) {
      if (!document.hasNonNull(name)) {
        missing.add(name);
      }
    }
    if (!missing.isEmpty()) {
      throw refused(
          "the discovery document lacks "
              + String.join(", ", missing)
              + "; check that the issuer is an OpenID Connect provider, or enter the values by hand");
    }
    List<String> responseTypes = list(document, "response_types_supported", List.of("code"));
    if (!responseTypes.contains("code")) {
      throw refused(
          "the provider supports the response types "
              + responseTypes
              + ", expected code: switch the authorization code flow on");
    }
    return new ProviderMetadata(
        expectedIssuer,
        requiredUrl(document, "authorization_endpoint"),
        requiredUrl(document, "token_endpoint"),
        url(document, "userinfo_endpoint"),
        requiredUrl(document, "jwks_uri"),
        url(document, "end_session_endpoint"),
        list(document, "scopes_supported", List.of()),
        // Section 3: the default when nothing is said.
        list(document, "token_endpoint_auth_methods_supported", List.of("client_secret_basic")),
        list(document, "id_token_signing_alg_values_supported", List.of()),
        list(document, "code_challenge_methods_supported", List.of()),
        flag(document, "authorization_response_iss_parameter_supported"));
  }

  private static ObjectNode document(String json) {
    if (json.length() > MAX_DOCUMENT_LENGTH) {
      throw refused(
          "the discovery document has "
              + json.length()
              + " characters, expected at most "
              + MAX_DOCUMENT_LENGTH);
    }
    String start = json.substring(0, Math.min(json.length(), 200)).strip().toLowerCase(Locale.ROOT);
    if (start.startsWith("<")) {
      throw refused(
          start.contains("html")
              ? "found a web page, expected a discovery document in JSON; check the issuer"
              : "found XML, expected a discovery document in JSON; for SAML make a SAML connection");
    }
    try {
      return Json.parseObject(json);
    } catch (Json.MalformedJson e) {
      throw refused("the discovery document is no valid JSON object: " + e.getMessage());
    }
  }

  private static void vetIssuer(ObjectNode document, String expected) {
    JsonNode found = document.get("issuer");
    if (found == null || !found.isTextual()) {
      throw refused("the discovery document names no issuer, expected " + expected);
    }
    String issuer = found.textValue();
    if (issuer.equals(expected)) {
      return;
    }
    if (issuer.contains("{")) {
      throw Problem.invalid(
          ISSUER_FIELD,
          "found an address for many tenants (its issuer is "
              + shown(issuer)
              + "), expected your own tenant's, with the tenant's id in place of the braces");
    }
    throw Problem.invalid(
        ISSUER_FIELD,
        "the discovery document is of the issuer "
            + shown(issuer)
            + ", expected "
            + shown(expected)
            + "; the issuer must be written exactly as the provider writes it"
            + (issuer.equals(expected + "/") || expected.equals(issuer + "/")
                ? " (here only the slash at the end differs)"
                : ""));
  }

  private static String requiredUrl(ObjectNode document, String name) {
    String url = url(document, name);
    if (url == null) {
      throw refused("the discovery document lacks " + name);
    }
    return url;
  }

  private static @Nullable String url(ObjectNode document, String name) {
    if (!document.hasNonNull(name)) {
      return null;
    }
    JsonNode value = document.get(name);
    String fault = value.isTextual() ? fault(value.textValue()) : "is not a text";
    if (fault != null) {
      throw refused(
          name + " of the discovery document " + fault + ", expected an absolute http(s) URL");
    }
    return value.textValue();
  }

  /// What is wrong with the URL, or null.
  private static @Nullable String fault(String url) {
    if (url.isEmpty()) {
      return "is empty";
    }
    if (url.length() > MAX_URL_LENGTH) {
      return "has more than " + MAX_URL_LENGTH + " characters";
    }
    if (!url.chars().allMatch(c -> c > ' ' && c <= '~')) {
      return "has a space, control or non-ASCII character";
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException e) {
      return "is not a URL";
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return scheme.isEmpty() ? "is not an absolute URL" : "has the scheme " + scheme;
    }
    if (uri.getHost() == null) {
      return "has no host";
    }
    if (uri.getRawUserInfo() != null) {
      return "has a user name";
    }
    return uri.getRawFragment() == null ? null : "has a fragment";
  }

  private static List<String> list(ObjectNode document, String name, List<String> otherwise) {
    if (!document.hasNonNull(name)) {
      return otherwise;
    }
    JsonNode value = document.get(name);
    var texts = new ArrayList<String>();
    for (JsonNode item : value) {
      if (item.isTextual()) {
        texts.add(item.textValue());
      }
    }
    if (!value.isArray() || texts.size() != value.size() || texts.size() > MAX_LIST_LENGTH) {
      throw refused(
          name
              + " of the discovery document is no list of at most "
              + MAX_LIST_LENGTH
              + " texts, as the standard demands");
    }
    return texts;
  }

  private static boolean flag(ObjectNode document, String name) {
    if (!document.hasNonNull(name)) {
      return false;
    }
    if (!document.get(name).isBoolean()) {
      throw refused(name + " of the discovery document is neither true nor false");
    }
    return document.get(name).booleanValue();
  }

  private static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }

  private static Problem refused(String description) {
    return Problem.invalid(DOCUMENT_FIELD, description);
  }
}
