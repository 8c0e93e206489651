package dev.ostiary.protocol.oidc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;

/// An identity provider's pen: keys of every kind, and tokens written with the JDK alone, whatever
/// they look like.
public final class TestProvider {
  public static final String ISSUER = "https://idp.example.com/tenant";
  public static final String CLIENT = "ostiary-at-idp";
  public static final String NONCE = "n-0S6_WzA2Mj";
  public static final long NOW = 1_760_000_000L;

  private final KeyPair rsa;
  private final KeyPair ec;
  private final KeyPair ed;

  public TestProvider() {
    try {
      rsa = rsa(2048);
      KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
      curve.initialize(new ECGenParameterSpec("secp256r1"));
      ec = curve.generateKeyPair();
      ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  public RSAPublicKey rsaKey() {
    return (RSAPublicKey) rsa.getPublic();
  }

  /// The JWK Set: `rsa`, `ec` and `ed`.
  public String jwks() {
    ObjectNode set = Json.object();
    ArrayNode keys = set.putArray("keys");
    keys.add(rsaJwk("rsa", rsaKey()));
    ECPublicKey point = (ECPublicKey) ec.getPublic();
    keys.addObject()
        .put("kty", "EC")
        .put("crv", "P-256")
        .put("kid", "ec")
        .put("x", base64(fixed(point.getW().getAffineX(), 32)))
        .put("y", base64(fixed(point.getW().getAffineY(), 32)));
    byte[] encoded = ed.getPublic().getEncoded();
    keys.addObject()
        .put("kty", "OKP")
        .put("crv", "Ed25519")
        .put("kid", "ed")
        .put("x", base64(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)));
    return Json.text(set);
  }

  static ObjectNode rsaJwk(String kid, RSAPublicKey key) {
    return Json.object()
        .put("kty", "RSA")
        .put("use", "sig")
        .put("kid", kid)
        .put("n", base64(unsigned(key.getModulus())))
        .put("e", base64(unsigned(key.getPublicExponent())));
  }

  public static ObjectNode header() {
    return Json.object().put("alg", "RS256").put("typ", "JWT").put("kid", "rsa");
  }

  /// Claims of a good ID token, issued at {@link #NOW}.
  public static ObjectNode claims() {
    return Json.object()
        .put("iss", ISSUER)
        .put("sub", "00u1abcd")
        .put("aud", CLIENT)
        .put("exp", NOW + 300)
        .put("iat", NOW)
        .put("nonce", NONCE);
  }

  /// A good token with an alteration of its claims before it was signed.
  public String token(Consumer<ObjectNode> alteration) {
    ObjectNode claims = claims();
    alteration.accept(claims);
    return sign(header(), Json.text(claims));
  }

  /// A good token with an alteration of its header before it was signed.
  public String headed(Consumer<ObjectNode> alteration) {
    ObjectNode header = header();
    alteration.accept(header);
    return sign(header, Json.text(claims()));
  }

  /// Signs with the key that goes with the header's `alg`; with RSA when it is unknown.
  public String sign(ObjectNode header, String payload) {
    String input = base64(header.toString()) + "." + base64(payload);
    return input + "." + base64(signature(header.path("alg").asText(), input));
  }

  private byte[] signature(String algorithm, String input) {
    PrivateKey key =
        switch (algorithm.substring(0, Math.min(2, algorithm.length()))) {
          case "ES" -> ec.getPrivate();
          case "Ed" -> ed.getPrivate();
          default -> rsa.getPrivate();
        };
    String name =
        Map.of(
                "PS256", "RSASSA-PSS",
                "ES256", "SHA256withECDSAinP1363Format",
                "EdDSA", "Ed25519",
                "RS512", "SHA512withRSA")
            .getOrDefault(algorithm, "SHA256withRSA");
    try {
      Signature signature = Signature.getInstance(name);
      if (name.equals("RSASSA-PSS")) {
        signature.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      }
      signature.initSign(key);
      signature.update(input.getBytes(StandardCharsets.US_ASCII));
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static byte[] fixed(BigInteger number, int length) {
    byte[] bytes = unsigned(number);
    byte[] padded = new byte[length];
    System.arraycopy(bytes, 0, padded, length - bytes.length, bytes.length);
    return padded;
  }
}
