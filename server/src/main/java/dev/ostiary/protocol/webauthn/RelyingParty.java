package dev.ostiary.protocol.webauthn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Faults;
import dev.ostiary.platform.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Who we are to browsers and authenticators, and what we ask of them. The requests are in the JSON
/// that `PublicKeyCredential.parseCreationOptionsFromJSON` and its sibling read (WebAuthn, sections
/// 5.1.8 and 5.1.9).
///
/// @param id the host that passkeys are bound to (section 4, "RP ID")
/// @param origin of the only pages that may use them
public record RelyingParty(String id, String origin) {
  /// How public keys may sign: ES256, Ed25519, and RS256 for Windows Hello (section 5.4, "at
  /// least").
  static final List<Long> ALGORITHMS = List.of(-7L, -8L, -257L);

  /// Whose passkey is made.
  ///
  /// @param handle names the account to the authenticator; random (section 14.6.1)
  /// @param name for the list in which people choose
  public record User(byte[] handle, String name) {}

  /// The server at this address; nothing where browsers know no passkeys: they belong to the name
  /// of a host, so an IP address has none, and to secure contexts (section 5, and 13.4.9).
  public static Optional<RelyingParty> at(URI server) {
    String host = server.getHost();
    boolean named = !host.startsWith("[") && !host.matches("[0-9.]+");
    boolean secure = "https".equals(server.getScheme()) || Faults.isLoopback(host);
    return named && secure
        ? Optional.of(new RelyingParty(host, server.toString()))
        : Optional.empty();
  }

  /// Asks for a new passkey that can be found without a user name, and verifies its user.
  ///
  /// @param ours what we are called
  /// @param present ids of those that the user has: an authenticator makes no second one
  public ObjectNode creation(
      String ours, User user, byte[] challenge, Duration time, List<byte[]> present) {
    ObjectNode options = options(challenge, time);
    options.putObject("rp").put("id", id).put("name", ours);
    options
        .putObject("user")
        .put("id", Base64Url.encode(user.handle()))
        .put("name", user.name())
        .put("displayName", user.name());
    var parameters = options.putArray("pubKeyCredParams");
    ALGORITHMS.forEach(
        algorithm -> parameters.addObject().put("type", "public-key").put("alg", algorithm));
    var excluded = options.putArray("excludeCredentials");
    present.forEach(
        known -> excluded.addObject().put("type", "public-key").put("id", Base64Url.encode(known)));
    options
        .putObject("authenticatorSelection")
        .put("residentKey", "required")
        .put("requireResidentKey", true)
        .put("userVerification", "required");
    return options.put("attestation", "none");
  }

  /// Asks for the use of any passkey of ours: none is named, so the user chooses.
  public ObjectNode request(byte[] challenge, Duration time) {
    return options(challenge, time).put("rpId", id).put("userVerification", "required");
  }

  private static ObjectNode options(byte[] challenge, Duration time) {
    return Json.object()
        .put("challenge", Base64Url.encode(challenge))
        .put("timeout", time.toMillis());
  }
}
