package dev.ostiary.protocol.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem;
import java.security.interfaces.RSAPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwkSetTest {
  private static final TestProvider PROVIDER = new TestProvider();

  @Test
  void keysOfAllKindsAreRead() {
    JwkSet set = JwkSet.parse(PROVIDER.jwks());

    assertThat(set.keys()).extracting(ProviderKey::id).containsExactly("rsa", "ec", "ed");
    assertThat(set.keys()).extracting(ProviderKey::type).containsExactly("RSA", "P-256", "Ed25519");
    assertThat(set.passedOver()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'kty':'oct','kid':'k','k':'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75'}",
        "{'kty':'EC','crv':'P-192','kid':'k','x':'AA','y':'AA'}",
        "{'kty':'EC','crv':'secp256k1','kid':'k','x':'AA','y':'AA'}",
        "{'kty':'EC','crv':'P-256','kid':'k','x':'AA','y':'AA'}",
        "{'kty':'OKP','crv':'X25519','kid':'k','x':'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'}",
        "{'kty':'OKP','crv':'Ed25519','kid':'k','x':'AAAA'}",
        "{'kty':'OKP','crv':'Ed25519','kid':'k'}",
        "{'kty':'RSA','kid':'k'}",
        "{'kty':'RSA','kid':'k','n':'!','e':'AQAB'}",
        "{'kty':'XYZ','kid':'k'}",
        "{'kid':'k'}",
        "{}",
        "'text'",
        "7",
        "null"
      })
  void unfitKeysArePassedOverAndTheOthersServe(String unfit) {
    ObjectNode document = Json.parseObject(PROVIDER.jwks());
    ((ArrayNode) document.path("keys")).insert(0, Json.parse(unfit.replace('\'', '"')));

    JwkSet set = JwkSet.parse(Json.text(document));

    assertThat(set.keys()).hasSize(3);
    assertThat(set.passedOver()).hasSize(1);
  }

  @Test
  void weakOrMisusedRsaKeysArePassedOver() throws Exception {
    RSAPublicKey weak = (RSAPublicKey) TestProvider.rsa(1024).getPublic();
    ObjectNode good = TestProvider.rsaJwk("good", PROVIDER.rsaKey());
    ObjectNode document = Json.object();
    document
        .putArray("keys")
        .add(TestProvider.rsaJwk("weak", weak))
        .add(good.deepCopy().put("kid", "one").put("e", "AQ"))
        .add(good.deepCopy().put("kid", "even").put("e", "AQAA"))
        .add(good.deepCopy().put("kid", "encryption").put("use", "enc"))
        .add(good.deepCopy().put("kid", "sealing").set("key_ops", Json.parse("[\"encrypt\"]")))
        .add(good);

    JwkSet set = JwkSet.parse(Json.text(document));

    assertThat(set.keys()).extracting(ProviderKey::id).containsExactly("good");
    assertThat(set.passedOver()).hasSize(5).first().asString().contains("1024 bits, expected 2048");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{'keys':{}}", "{'keys':[],'keys':[]}", "<html>"})
  void otherDocumentsAreRefused(String document) {
    assertThatThrownBy(() -> JwkSet.parse(document.replace('\'', '"'))).isInstanceOf(Problem.class);
  }

  @Test
  void tooManyKeysAreRefused() {
    ObjectNode document = Json.object();
    ArrayNode keys = document.putArray("keys");
    for (int i = 0; i < 500; i++) {
      keys.addObject().put("kty", "oct");
    }

    assertThatThrownBy(() -> JwkSet.parse(Json.text(document)))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("found 500 keys, expected at most 100");
    assertThatThrownBy(() -> JwkSet.parse("{\"keys\":[],\"x\":\"" + "a".repeat(600_000) + "\"}"))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("characters");
  }
}
