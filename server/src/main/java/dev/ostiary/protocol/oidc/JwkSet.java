package dev.ostiary.protocol.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys that an identity provider publishes (RFC 7517), as far as they can verify a signature.
/// Keys for encryption, secret keys and kinds we do not know are passed over; weak ones too, and
/// they are remembered for the explanation.
///
/// @param passedOver why keys of the document are not among `keys`
public record JwkSet(List<ProviderKey> keys, List<String> passedOver) {
  static final String FIELD = "oidc_config.jwks_uri";

  /// Providers publish a handful of keys.
  private static final int MAX_KEYS = 100;

  private static final int MAX_LENGTH = 512 * 1024;
  private static final int MAX_KEY_ID = 512;

  /// NIST SP 800-131A; the upper one, because verification takes time with the square.
  private static final int MIN_RSA_BITS = 2048;

  private static final int MAX_RSA_BITS = 8192;

  private static final Set<String> CURVES = Set.of("P-256", "P-384", "P-521");

  /// RFC 8410: what stands before the 32 bytes of an Ed25519 key.
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int ED25519_BYTES = 32;

  public JwkSet {
    keys = List.copyOf(keys);
    passedOver = List.copyOf(passedOver);
  }

  /// Reads the document.
  ///
  /// @throws Problem when it is no set of keys, or has more of them than any provider
  public static JwkSet parse(String json) {
    JsonNode published = document(json).path("keys");
    if (!published.isArray()) {
      throw Problem.invalid(
          FIELD, "the document has no list \"keys\", expected a JSON Web Key Set; check the URL");
    }
    if (published.size() > MAX_KEYS) {
      throw Problem.invalid(
          FIELD, "found " + published.size() + " keys, expected at most " + MAX_KEYS);
    }
    var keys = new ArrayList<ProviderKey>();
    var passedOver = new ArrayList<String>();
    for (JsonNode entry : published) {
      try {
        keys.add(key(entry));
      } catch (Unfit unfit) {
        passedOver.add(String.valueOf(unfit.getMessage()));
      }
    }
    return new JwkSet(keys, passedOver);
  }

  private static ObjectNode document(String json) {
    if (json.length() > MAX_LENGTH) {
      throw Problem.invalid(
          FIELD,
          "the document has " + json.length() + " characters, expected at most " + MAX_LENGTH);
    }
    try {
      return Json.parseObject(json);
    } catch (Json.MalformedJson e) {
      throw Problem.invalid(FIELD, "the document is no valid JSON object: " + e.getMessage());
    }
  }

  private static ProviderKey key(JsonNode jwk) {
    if (!(jwk instanceof ObjectNode object)) {
      throw new Unfit("an entry is no JSON object");
    }
    String id = text(object, "kid");
    if (id != null && id.length() > MAX_KEY_ID) {
      throw new Unfit("a key id has " + id.length() + " characters");
    }
    String name = id == null ? "a key without id" : "key " + id;
    String use = text(object, "use");
    if (use != null && !use.equals("sig")) {
      throw new Unfit(name + " is not for signatures");
    }
    if (object.path("key_ops").isArray()
        && object.path("key_ops").valueStream().noneMatch(op -> op.asText().equals("verify"))) {
      throw new Unfit(name + " is not for verifying");
    }
    String type = String.valueOf(text(object, "kty"));
    try {
      return switch (type) {
        case "RSA" -> new ProviderKey(id, "RSA", text(object, "alg"), rsa(name, object));
        case "EC" -> elliptic(id, name, object);
        case "OKP" -> new ProviderKey(id, "Ed25519", text(object, "alg"), ed25519(name, object));
        default -> throw new Unfit(name + " has the type " + type + ", expected RSA, EC or OKP");
      };
    } catch (ParseException
        | JOSEException
        | GeneralSecurityException
        | IllegalArgumentException
        | IllegalStateException e) {
      throw new Unfit(name + " is malformed");
    }
  }

  private static PublicKey rsa(String name, ObjectNode jwk) throws ParseException, JOSEException {
    RSAPublicKey key =
        RSAKey.parse(Json.text(jwk.deepCopy().retain("kty", "n", "e"))).toRSAPublicKey();
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      throw new Unfit(
          name + " has " + bits + " bits, expected " + MIN_RSA_BITS + " to " + MAX_RSA_BITS);
    }
    BigInteger exponent = key.getPublicExponent();
    if (exponent.compareTo(BigInteger.TWO) <= 0
        || !exponent.testBit(0)
        || exponent.bitLength() > Integer.SIZE) {
      throw new Unfit(name + " has an exponent that is not fit for signatures, expected 65537");
    }
    return key;
  }

  /// Nimbus makes sure that the point is on the curve.
  private static ProviderKey elliptic(@Nullable String id, String name, ObjectNode jwk)
      throws ParseException, JOSEException {
    String curve = String.valueOf(text(jwk, "crv"));
    if (!CURVES.contains(curve)) {
      throw new Unfit(name + " is on the curve " + curve + ", expected P-256, P-384 or P-521");
    }
    PublicKey key =
        ECKey.parse(Json.text(jwk.deepCopy().retain("kty", "crv", "x", "y"))).toECPublicKey();
    return new ProviderKey(id, curve, text(jwk, "alg"), key);
  }

  private static PublicKey ed25519(String name, ObjectNode jwk) throws GeneralSecurityException {
    if (!"Ed25519".equals(text(jwk, "crv"))) {
      throw new Unfit(name + " is on a curve that is not for signatures, expected Ed25519");
    }
    byte[] point = Base64.getUrlDecoder().decode(String.valueOf(text(jwk, "x")));
    if (point.length != ED25519_BYTES) {
      throw new Unfit(name + " is malformed");
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static @Nullable String text(ObjectNode object, String name) {
    return object.path(name).textValue();
  }

  /// Why a key is passed over.
  private static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unfit(String message) {
      super(message, null, false, false);
    }
  }
}
