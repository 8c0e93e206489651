package dev.ostiary.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ostiary.platform.Json;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/// A browser with an authenticator that holds one passkey (ES256), and can be told to lie. It
/// answers the options of a ceremony with the members of its response, in base64url.
public final class Authenticator {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PRESENT = 0x01;
  private static final int VERIFIED = 0x04;
  private static final int BACKUP_ELIGIBLE = 0x08;
  private static final int WITH_CREDENTIAL = 0x40;

  private final KeyPair key;
  private final byte[] credentialId = new byte[32];
  private String userHandle = "";
  private String origin;
  private String host;
  private String create = "webauthn.create";
  private String get = "webauthn.get";
  private int flags = PRESENT | VERIFIED;
  private int signCount = 1;

  /// @param origin of the page that it believes to be on
  public Authenticator(String origin) {
    this.origin = origin;
    this.host = URI.create(origin).getHost();
    RANDOM.nextBytes(credentialId);
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"));
      key = keys.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public Authenticator onPageOf(String other) {
    origin = other;
    return this;
  }

  public Authenticator forHost(String other) {
    host = other;
    return this;
  }

  public Authenticator withoutVerifyingTheUser() {
    flags = flags & ~VERIFIED;
    return this;
  }

  /// Says what it may not change its mind about: that it can be copied.
  public Authenticator becomesCopyable() {
    flags = flags | BACKUP_ELIGIBLE;
    return this;
  }

  public Authenticator counting(int count) {
    signCount = count;
    return this;
  }

  public Authenticator saysThatItIsOf(byte[] user) {
    userHandle = text(user);
    return this;
  }

  /// Takes each kind of ceremony for the other one.
  public Authenticator mistakesTheCeremony() {
    String swapped = create;
    create = get;
    get = swapped;
    return this;
  }

  /// Makes its passkey, as `navigator.credentials.create` would.
  public Map<String, String> create(JsonNode options) {
    userHandle = options.path("user").path("id").asText();
    byte[] data = authenticatorData(flags | WITH_CREDENTIAL, credential());
    byte[] attestation =
        join(
            new byte[] {(byte) 0xa3},
            cborText("fmt"),
            cborText("none"),
            cborText("attStmt"),
            new byte[] {(byte) 0xa0},
            cborText("authData"),
            cborBytes(data));
    return new HashMap<>(
        Map.of(
            "rawId", text(credentialId),
            "clientDataJSON", text(clientData(create, options)),
            "attestationObject", text(attestation)));
  }

  /// Uses its passkey, as `navigator.credentials.get` would.
  public Map<String, String> get(JsonNode options) {
    byte[] data = authenticatorData(flags, new byte[0]);
    byte[] client = clientData(get, options);
    return new HashMap<>(
        Map.of(
            "rawId", text(credentialId),
            "userHandle", userHandle,
            "clientDataJSON", text(client),
            "authenticatorData", text(data),
            "signature", text(sign(join(data, sha256(client))))));
  }

  private byte[] clientData(String type, JsonNode options) {
    return Json.bytes(
        Json.object()
            .put("type", type)
            .put("challenge", options.path("challenge").asText())
            .put("origin", origin)
            .put("crossOrigin", false));
  }

  /// WebAuthn, section 6.1.
  private byte[] authenticatorData(int flags, byte[] credential) {
    return join(
        sha256(host.getBytes(StandardCharsets.UTF_8)),
        new byte[] {(byte) flags},
        ByteBuffer.allocate(4).putInt(signCount).array(),
        credential);
  }

  /// WebAuthn, section 6.5.1, with a key as in RFC 9053, section 7.1.1.
  private byte[] credential() {
    ECPublicKey point = (ECPublicKey) key.getPublic();
    return join(
        new byte[16],
        ByteBuffer.allocate(2).putShort((short) credentialId.length).array(),
        credentialId,
        new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21},
        cborBytes(coordinate(point.getW().getAffineX())),
        new byte[] {0x22},
        cborBytes(coordinate(point.getW().getAffineY())));
  }

  private static byte[] coordinate(BigInteger number) {
    byte[] bytes = new byte[32];
    byte[] signed = number.toByteArray();
    int length = Math.min(signed.length, bytes.length);
    System.arraycopy(signed, signed.length - length, bytes, bytes.length - length, length);
    return bytes;
  }

  private static byte[] cborText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return join(new byte[] {(byte) (0x60 | bytes.length)}, bytes);
  }

  private static byte[] cborBytes(byte[] bytes) {
    return join(new byte[] {0x58, (byte) bytes.length}, bytes);
  }

  private byte[] sign(byte[] content) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key.getPrivate());
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
