package dev.ostiary.token;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.id.ClientId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a client presents as proof of who it is: id and secret, in the form or in an
/// `Authorization: Basic` header, never in both (RFC 6749, section 2.3).
record ClientProof(String id, Secret secret) {

  static ClientProof of(Form form, @Nullable String authorization) {
    if (authorization == null) {
      return of(
          form.find("client_id").orElseThrow(OAuthRefusal::invalidClient),
          form.find("client_secret").orElseThrow(OAuthRefusal::invalidClient));
    }
    if (form.find("client_secret").isPresent()) {
      throw OAuthRefusal.invalidRequest(
          "the client authenticates twice: send the secret in the form or in the header, not in both");
    }
    ClientProof proof = basic(authorization);
    if (form.find("client_id").filter(id -> !id.equals(proof.id())).isPresent()) {
      throw OAuthRefusal.invalidRequest("client_id differs from that of the Authorization header");
    }
    return proof;
  }

  /// Whether it is a machine of an organization that asks, by what it says it is.
  static boolean isOfMachine(Form form, @Nullable String authorization) {
    return MachineTokens.isMachine(
        authorization == null ? form.find("client_id").orElse("") : basic(authorization).id());
  }

  /// Id and secret are form-encoded before they are joined (RFC 6749, section 2.3.1).
  private static ClientProof basic(String authorization) {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith("basic ")) {
      throw OAuthRefusal.invalidClient();
    }
    String pair;
    try {
      byte[] bytes = Base64.getDecoder().decode(authorization.substring("basic ".length()).trim());
      pair = new String(bytes, StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException e) {
      throw OAuthRefusal.invalidClient();
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      throw OAuthRefusal.invalidClient();
    }
    return of(Form.decode(pair.substring(0, colon)), Form.decode(pair.substring(colon + 1)));
  }

  private static ClientProof of(String id, String secret) {
    try {
      return new ClientProof(id, new Secret(secret));
    } catch (IllegalArgumentException e) {
      throw OAuthRefusal.invalidClient();
    }
  }

  /// The id of an app, as it says itself.
  static ClientId id(String text) {
    try {
      return ClientId.parse("client_id", text);
    } catch (Problem e) {
      throw OAuthRefusal.invalidClient();
    }
  }
}
