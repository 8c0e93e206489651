package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import dev.ostiary.platform.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The strict gate in front of the JOSE library: a token passes only in the one form in which we
/// write them (RFC 7515, section 7.1), with exactly our three header members. A library's leniency
/// about padding, spaces or unusual headers is never reached.
final class CompactJws {
  /// Our tokens have about 1000 characters.
  private static final int MAX_LENGTH = 4096;

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]+)");

  private final String keyId;
  private final String signingInput;
  private final String payload;
  private final String signature;

  private CompactJws(String keyId, String signingInput, String payload, String signature) {
    this.keyId = keyId;
    this.signingInput = signingInput;
    this.payload = payload;
    this.signature = signature;
  }

  static Optional<CompactJws> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !parts.matches()) {
      return Optional.empty();
    }
    if (!isCanonical(parts.group(1))
        || !isCanonical(parts.group(2))
        || !isCanonical(parts.group(3))) {
      return Optional.empty();
    }
    return object(parts.group(1))
        .filter(CompactJws::isOurs)
        .map(header ->
            new CompactJws(
                header.path("kid").asText(),
                parts.group(1) + "." + parts.group(2),
                parts.group(2),
                parts.group(3)));
  }

  String keyId() {
    return keyId;
  }

  boolean isSignedBy(SigningKey key) {
    try {
      return key.verifier()
          .verify(
              new JWSHeader.Builder(JWSAlgorithm.RS256).build(),
              signingInput.getBytes(StandardCharsets.US_ASCII),
              new Base64URL(signature));
    } catch (JOSEException e) {
      return false;
    }
  }

  /// The claims; nobody should look at them before the signature was checked.
  Optional<ObjectNode> claims() {
    return object(payload);
  }

  /// No `jwk`, `jku`, `x5c`, `crit`: what a stranger proposes as a key is not even read.
  private static boolean isOurs(ObjectNode header) {
    return header.size() == 3
        && header.path("alg").asText().equals("RS256")
        && header.path("typ").asText().equals("JWT")
        && header.path("kid").isTextual();
  }

  /// One sequence of bytes has one spelling: the unused last bits are zero.
  private static boolean isCanonical(String part) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<ObjectNode> object(String part) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(part);
      return Optional.of(Json.parseObject(new String(bytes, StandardCharsets.UTF_8)));
    } catch (Json.MalformedJson e) {
      return Optional.empty();
    }
  }
}
