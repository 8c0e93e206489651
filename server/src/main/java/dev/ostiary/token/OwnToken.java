package dev.ostiary.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import dev.ostiary.platform.Json;
import dev.ostiary.protocol.oidc.CompactJws;
import dev.ostiary.token.Verdict.Reason;
import java.util.Optional;

/// A signed token of our own, of whatever kind: written in one form, and read only in that one.
/// What its claims are good for is judged by who reads it.
sealed interface OwnToken {
  /// It was signed with this key of ours.
  record Signed(SigningKey key, ObjectNode claims) implements OwnToken {}

  record Refused(Reason reason) implements OwnToken {}

  static String sign(SigningKey key, ObjectNode claims) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .type(JOSEObjectType.JWT)
            .keyID(key.id().toString())
            .build();
    JWSObject token = new JWSObject(header, new Payload(Json.text(claims)));
    try {
      token.sign(key.signer());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
    return token.serialize();
  }

  /// @param maxLength of the text; a longer one is none of ours
  static OwnToken read(String text, int maxLength, SigningKeys keys) {
    Optional<CompactJws> token =
        CompactJws.parse(text, maxLength).filter(parsed -> isOurs(parsed.header()));
    if (token.isEmpty()) {
      return new Refused(Reason.MALFORMED);
    }
    Optional<SigningKey> key = keys.find(token.get().header().path("kid").asText());
    if (key.isEmpty()) {
      return new Refused(Reason.UNKNOWN_KEY);
    }
    if (!key.get().verifies(token.get())) {
      return new Refused(Reason.BAD_SIGNATURE);
    }
    return token
        .get()
        .claims()
        .<OwnToken>map(claims -> new Signed(key.get(), claims))
        .orElse(new Refused(Reason.MALFORMED));
  }

  /// Exactly our three members. No `jwk`, `jku`, `x5c`, `crit`: what a stranger proposes as a key
  /// is not even read.
  private static boolean isOurs(ObjectNode header) {
    return header.size() == 3
        && header.path("alg").asText().equals("RS256")
        && header.path("typ").asText().equals("JWT")
        && header.path("kid").isTextual();
  }
}
