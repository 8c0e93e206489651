package dev.ostiary.protocol.oidc;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.protocol.oidc.Rejection.Rule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A token of an identity provider as far as its signature goes: what it says is not looked at.
///
/// What its header proposes as a key (`jwk`, `jku`, `x5c`, `x5u`) is never read; extensions that
/// change its meaning (`crit`, `b64`, nesting) are refused.
sealed interface SignedToken {
  /// Tokens with hundreds of groups have some 20 KB.
  int MAX_LENGTH = 64 * 1024;

  record Verified(SignatureAlgorithm algorithm, ObjectNode claims) implements SignedToken {}

  record Refused(Rejection rejection) implements SignedToken {}

  /// @param type the `typ` it has to have, or may have
  static SignedToken verify(
      String text, JwkSet keys, Set<SignatureAlgorithm> algorithms, TokenType type) {
    Optional<CompactJws> parsed = CompactJws.parse(text, MAX_LENGTH);
    if (parsed.isEmpty()) {
      return refused(Rule.FORM, form(text), "check what the provider's token settings say");
    }
    CompactJws token = parsed.get();
    String name = token.headerText("alg");
    SignatureAlgorithm algorithm =
        name == null
            ? null
            : SignatureAlgorithm.find(name).filter(algorithms::contains).orElse(null);
    if (algorithm == null) {
      return refused(
          Rule.ALGORITHM,
          "the token is signed with "
              + (name == null ? "an algorithm that it does not name" : Rejection.shown(name))
              + ", expected one of "
              + algorithms.stream().map(SignatureAlgorithm::name).sorted().toList(),
          "choose RS256 as the signing algorithm in the application's settings at the provider");
    }
    String kind = token.headerText("typ");
    if (!type.accepts(kind) || (kind == null && token.header().has("typ"))) {
      return refused(
          Rule.TYPE,
          "the token has the type "
              + (kind == null ? "none" : Rejection.shown(kind))
              + ", expected "
              + type.expected(),
          "the provider sent a token of another kind in its place; tell its operator");
    }
    for (String member : List.of("crit", "b64", "enc", "zip", "cty")) {
      if (token.header().has(member)) {
        return refused(
            Rule.HEADER,
            "the token's header has " + member + ", which changes how it is to be read",
            "switch token extensions and encryption off at the provider");
      }
    }
    return signature(token, algorithm, keys);
  }

  private static SignedToken signature(
      CompactJws token, SignatureAlgorithm algorithm, JwkSet keys) {
    String keyId = token.headerText("kid");
    List<ProviderKey> suitable =
        keys.keys().stream().filter(key -> key.suits(algorithm, keyId)).toList();
    if (suitable.isEmpty()) {
      return refused(
          Rule.KEY,
          "no key for "
              + algorithm
              + (keyId == null ? "" : " with the id " + Rejection.shown(keyId))
              + " among the provider's "
              + keys.keys().size()
              + " usable keys"
              + (keys.passedOver().isEmpty() ? "" : "; not usable: " + keys.passedOver()),
          "check that the JWKS URL belongs to this issuer, and that the provider publishes the key");
    }
    byte[] input = token.signingInput();
    byte[] signature = token.signature();
    if (suitable.stream().noneMatch(key -> algorithm.verifies(key.key(), input, signature))) {
      return refused(
          Rule.SIGNATURE,
          "the signature does not belong to the token and the provider's key",
          "the token was altered, or the JWKS URL is that of another tenant");
    }
    return token
        .claims()
        .<SignedToken>map(claims -> new Verified(algorithm, claims))
        .orElseGet(() ->
            refused(
                Rule.CLAIMS,
                "the token's content is no JSON object, or has a member twice",
                "tell the provider's operator"));
  }

  private static String form(String text) {
    if (text.length() > MAX_LENGTH) {
      return "the token has " + text.length() + " characters, expected at most " + MAX_LENGTH;
    }
    if (text.chars().filter(c -> c == '.').count() == 4) {
      return "the token is encrypted, expected one that is only signed";
    }
    return "found no signed token: expected three parts in base64url, joined by dots";
  }

  private static Refused refused(Rule rule, String found, String remedy) {
    return new Refused(new Rejection(rule, found, remedy));
  }

  /// The kinds of token that a provider signs with the same keys, told apart by `typ`.
  enum TokenType {
    ID_TOKEN,
    LOGOUT_TOKEN;

    boolean accepts(@Nullable String type) {
      if (type == null || type.equalsIgnoreCase("JWT")) {
        return true;
      }
      // OpenID Connect Back-Channel Logout 1.0, section 2.4: the type is recommended only.
      return this == LOGOUT_TOKEN
          && (type.equalsIgnoreCase("logout+jwt")
              || type.equalsIgnoreCase("application/logout+jwt"));
    }

    String expected() {
      return this == ID_TOKEN ? "JWT" : "logout+jwt";
    }
  }
}
