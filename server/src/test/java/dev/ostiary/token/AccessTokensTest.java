package dev.ostiary.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.Environment;
import dev.ostiary.environment.Environments;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.token.Verdict.Accepted;
import dev.ostiary.token.Verdict.Reason;
import dev.ostiary.token.Verdict.Rejected;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
  private final SettableClock clock = SettableClock.at("2025-10-14T09:00:00.900Z");
  private final SecureRandom random = new SecureRandom();
  private final Sealer sealer = new Sealer(MasterKey.generate(random), random);
  private Database database;
  private Environments environments;
  private ApiClients clients;
  private SigningKeys keys;
  private AccessTokens tokens;
  private Environment environment;
  private Environment other;
  private ApiClient client;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    IdSource ids = new IdSource(clock, 1);
    environments = new Environments(database, ids);
    environment = environments.create("One", URI.create("https://one.example.com"));
    other = environments.create("Two", URI.create("https://two.example.com"));
    clients = new ApiClients(database, ids, clock, new RandomText(random));
    client = clients.create(environment.id(), "backend").client();
    keys = new SigningKeys(database, ids, clock, sealer, random);
    tokens = new AccessTokens(keys, environments, clients, ids, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void anIssuedTokenIsAccepted() {
    IssuedToken issued = tokens.issue(client);

    assertThat(issued.expiresIn()).isEqualTo(86399);
    assertThat(issued.scope()).isEqualTo("openid");
    assertThat(tokens.verify(issued.token().reveal()))
        .isInstanceOfSatisfying(
            Accepted.class,
            accepted -> {
              assertThat(accepted.client()).isEqualTo(client);
              assertThat(accepted.environment()).isEqualTo(environment.id());
              assertThat(accepted.tokenId()).startsWith("tkn_");
            });
    assertThat(tokens.verify(environment.id(), issued.token().reveal()))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void theTokenIsThatOfTheContract() throws Exception {
    SignedJWT token = SignedJWT.parse(tokens.issue(client).token().reveal());
    long now = clock.instant().getEpochSecond();

    RSAKey published =
        JWKSet.parse(Json.text(keys.jwks(environment.id())))
            .getKeyByKeyId(token.getHeader().getKeyID())
            .toRSAKey();
    assertThat(token.verify(new RSASSAVerifier(published))).isTrue();
    assertThat(token.getHeader().toJSONObject())
        .containsOnlyKeys("alg", "kid", "typ")
        .containsEntry("alg", "RS256")
        .containsEntry("typ", "JWT");
    ObjectNode claims = Json.parseObject(token.getPayload().toString());
    String jti = claims.remove("jti").asText();
    assertThat(jti).matches("tkn_\\d+");
    assertThat(claims.toString())
        .isEqualTo(
            ("{'iss':'https://one.example.com','sub':'%1$s','client_id':'%1$s',"
                    + "'aud':['https://one.example.com'],'iat':%2$d,'nbf':%2$d,'exp':%3$d,"
                    + "'scopes':['openid'],'scope':'openid'}")
                .replace('\'', '"')
                .formatted(client.id(), now, now + 86400));
  }

  @Test
  void everyTokenIsAnother() {
    assertThat(tokens.issue(client).token()).isNotEqualTo(tokens.issue(client).token());
  }

  @Test
  void onlyPublicMembersOfTheKeyArePublished() {
    JsonNode published = keys.jwks(environment.id()).path("keys");

    assertThat(published).hasSize(1);
    assertThat(published.get(0).fieldNames())
        .toIterable()
        .containsExactly("use", "kty", "kid", "alg", "n", "e");
    assertThat(published.get(0).path("kid").asText()).matches("snk_\\d+");
    assertThat(keys.jwks(other.id()).path("keys").get(0).path("kid"))
        .isNotEqualTo(published.get(0).path("kid"));
  }

  @Test
  void thePrivateKeyIsStoredSealed() {
    SigningKey key = keys.signing(environment.id());

    List<byte[]> stored =
        database.transact(
            tx -> tx.sql("select sealed from signing_key").list(row -> row.bytes("sealed")));

    assertThat(stored).hasSize(1);
    assertThat(new String(stored.getFirst(), StandardCharsets.ISO_8859_1))
        .doesNotContain("\"d\"")
        .doesNotContain(key.publicJwk().path("n").asText());
  }

  @Test
  void anotherNodeSignsWithTheSameKeyAndFindsNewOnes() {
    IdSource ids = new IdSource(clock, 2);
    SigningKeys elsewhere = new SigningKeys(database, ids, clock, sealer, random);
    AccessTokens tokensElsewhere = new AccessTokens(elsewhere, environments, clients, ids, clock);
    assertThat(tokensElsewhere.verify("a.b.c")).isEqualTo(new Rejected(Reason.MALFORMED));
    elsewhere.prepare(other.id());

    String token = tokens.issue(client).token().reveal();
    assertThat(tokensElsewhere.verify(token)).isEqualTo(new Rejected(Reason.UNKNOWN_KEY));
    clock.advance(Duration.ofSeconds(1));

    assertThat(tokensElsewhere.verify(token)).isInstanceOf(Accepted.class);
    assertThat(elsewhere.signing(environment.id()).id())
        .isEqualTo(keys.signing(environment.id()).id());
  }

  @Test
  void aTokenOfOneEnvironmentDoesNotWorkInAnother() throws Exception {
    String token = tokens.issue(client).token().reveal();

    assertThat(tokens.verify(other.id(), token)).isEqualTo(new Rejected(Reason.WRONG_ENVIRONMENT));
    // Our own key, but the claims of the other environment.
    SigningKey key = keys.signing(environment.id());
    assertThat(tokens.verify(signed(key, claims -> claims.put("iss", other.url().toString()))))
        .isEqualTo(new Rejected(Reason.WRONG_ENVIRONMENT));
  }

  @Test
  void timeLimitsAreKept() throws Exception {
    SigningKey key = keys.signing(environment.id());
    String token = tokens.issue(client).token().reveal();
    String future = signed(key, claims -> claims.put("nbf", claims.get("nbf").asLong() + 61));
    String almost = signed(key, claims -> claims.put("nbf", claims.get("nbf").asLong() + 60));
    String timeless = signed(key, claims -> claims.remove("exp"));
    String textual = signed(key, claims -> claims.put("exp", "9999999999"));

    assertThat(tokens.verify(future)).isEqualTo(new Rejected(Reason.NOT_YET_VALID));
    assertThat(tokens.verify(almost)).isInstanceOf(Accepted.class);
    assertThat(tokens.verify(timeless)).isEqualTo(new Rejected(Reason.MALFORMED));
    assertThat(tokens.verify(textual)).isEqualTo(new Rejected(Reason.MALFORMED));
    clock.advance(Duration.ofSeconds(86399));
    assertThat(tokens.verify(token)).isInstanceOf(Accepted.class);
    clock.advance(Duration.ofSeconds(1));
    assertThat(tokens.verify(token)).isEqualTo(new Rejected(Reason.EXPIRED));
  }

  @Test
  void aTokenForTheAppIsNotOneForTheApi() throws Exception {
    SigningKey key = keys.signing(environment.id());
    String forApp =
        signed(key, claims -> claims.set("aud", Json.object().putArray("a").add("skc_1")));
    String ofUser = signed(key, claims -> claims.put("sub", "conn_1;user"));

    assertThat(tokens.verify(forApp)).isEqualTo(new Rejected(Reason.NOT_FOR_API));
    assertThat(tokens.verify(ofUser)).isEqualTo(new Rejected(Reason.NOT_FOR_API));
    assertThat(tokens.verify(signed(key, claims -> {}))).isInstanceOf(Accepted.class);
  }

  @Test
  void aDeletedClientIsOutWithinASecond() {
    String token = tokens.issue(client).token().reveal();
    assertThat(tokens.verify(token)).isInstanceOf(Accepted.class);

    clients.delete(environment.id(), client.id());
    clock.advance(Duration.ofSeconds(1));

    assertThat(tokens.verify(token)).isEqualTo(new Rejected(Reason.CLIENT_GONE));
  }

  @Test
  void forgedSignaturesAreRejected() throws Exception {
    SigningKey key = keys.signing(environment.id());
    String kid = key.id().toString();
    String good = signed(key, claims -> {});
    String[] parts = good.split("\\.");
    String payload = parts[1];
    RSAKey ours = RSAKey.parse(Json.text(key.publicJwk()));
    RSAKey theirs = new RSAKeyGenerator(2048).keyID(kid).generate();
    String none = "{\"alg\":\"none\",\"kid\":\"%s\",\"typ\":\"JWT\"}".formatted(kid);
    ObjectNode escalated = Json.parseObject(decoded(payload)).put("exp", 9999999999L);

    assertRejected(encoded(none) + "." + payload + ".", Reason.MALFORMED);
    assertRejected(encoded(none) + "." + payload + "." + parts[2], Reason.MALFORMED);
    assertRejected(parts[0] + "." + payload + ".", Reason.MALFORMED);
    assertRejected(
        sign(JWSAlgorithm.HS256, kid, payload, new MACSigner(ours.toPublicKey().getEncoded())),
        Reason.MALFORMED);
    assertRejected(
        sign(JWSAlgorithm.HS256, kid, payload, new MACSigner(pem(ours))), Reason.MALFORMED);
    assertRejected(
        sign(JWSAlgorithm.RS256, kid, payload, new RSASSASigner(theirs)), Reason.BAD_SIGNATURE);
    assertRejected(
        sign(JWSAlgorithm.RS256, "snk_1", payload, new RSASSASigner(theirs)), Reason.UNKNOWN_KEY);
    assertRejected(
        sign(JWSAlgorithm.PS256, kid, payload, new RSASSASigner(theirs)), Reason.MALFORMED);
    assertRejected(withKeyInHeader(theirs, payload), Reason.MALFORMED);
    assertRejected(
        parts[0] + "." + encoded(escalated.toString()) + "." + parts[2], Reason.BAD_SIGNATURE);
    assertRejected(parts[0] + "." + payload + "." + flipped(parts[2]), Reason.BAD_SIGNATURE);
    assertThat(tokens.verify(good)).as("positive control").isInstanceOf(Accepted.class);
  }

  @Test
  void unusualSpellingsAreRejected() {
    String good = tokens.issue(client).token().reveal();
    String[] parts = good.split("\\.");

    for (String unusual :
        List.of(
            "",
            ".",
            "..",
            "a.b.c",
            " " + good,
            good + " ",
            good + "\n",
            good + "=",
            good + "." + parts[2],
            "Bearer " + good,
            parts[0] + "=." + parts[1] + "." + parts[2],
            parts[0] + ". " + parts[1] + "." + parts[2],
            parts[0] + "." + parts[1],
            good.replace('-', '+').replace('_', '/') + "+",
            good.substring(0, good.length() - 1) + respelled(good.charAt(good.length() - 1)),
            good + "A".repeat(4096))) {
      assertRejected(unusual, Reason.MALFORMED);
    }
    assertThat(tokens.verify(good)).as("positive control").isInstanceOf(Accepted.class);
  }

  /// Another last character for the same bytes: of its six bits, the four last are not used.
  private static char respelled(char last) {
    return (char) (last + 1);
  }

  private void assertRejected(String token, Reason reason) {
    assertThat(tokens.verify(token)).as(token).isEqualTo(new Rejected(reason));
  }

  /// A token as ours are, with the claims altered before it is signed.
  private String signed(SigningKey key, Consumer<ObjectNode> alteration) throws Exception {
    ObjectNode claims =
        Json.parseObject(
            SignedJWT.parse(tokens.issue(client).token().reveal()).getPayload().toString());
    alteration.accept(claims);
    return sign(JWSAlgorithm.RS256, key.id().toString(), encoded(claims.toString()), key.signer());
  }

  private static String sign(JWSAlgorithm algorithm, String kid, String payload, JWSSigner signer)
      throws JOSEException {
    JWSHeader header = new JWSHeader.Builder(algorithm).keyID(kid).type(JOSEObjectType.JWT).build();
    JWSObject token = new JWSObject(header, new Payload(decoded(payload)));
    token.sign(signer);
    return token.serialize();
  }

  private static String withKeyInHeader(RSAKey key, String payload) throws JOSEException {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID(key.getKeyID())
            .type(JOSEObjectType.JWT)
            .jwk(key.toPublicJWK())
            .build();
    JWSObject token = new JWSObject(header, new Payload(decoded(payload)));
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private static byte[] pem(RSAKey key) throws JOSEException {
    String base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.toPublicKey().getEncoded());
    return ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String flipped(String signature) {
    char first = signature.charAt(0) == 'A' ? 'B' : 'A';
    return first + signature.substring(1);
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
  }
}
