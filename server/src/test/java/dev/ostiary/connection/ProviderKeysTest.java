package dev.ostiary.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.MediaType;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.outbound.DocumentFetcher;
import dev.ostiary.platform.outbound.OutboundClient;
import dev.ostiary.protocol.oidc.IdTokenVerdict;
import dev.ostiary.protocol.oidc.IdTokenVerdict.Accepted;
import dev.ostiary.protocol.oidc.IdTokenVerdict.Rejected;
import dev.ostiary.protocol.oidc.IdTokenVerifier;
import dev.ostiary.protocol.oidc.IdTokenVerifier.Expectation;
import dev.ostiary.protocol.oidc.Rejection.Rule;
import dev.ostiary.protocol.oidc.SignatureAlgorithm;
import dev.ostiary.protocol.oidc.TestProvider;
import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.StubServer;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProviderKeysTest {
  private static final OutboundClient CLIENT = StubServer.client();
  private static final TestProvider PROVIDER = new TestProvider();
  private static final TestProvider SUCCESSOR = new TestProvider();
  private static final ConnectionId CONNECTION = new ConnectionId(1);

  private final SettableClock clock = SettableClock.at("2025-10-14T09:00:00Z");
  private StubServer server;
  private ProviderKeys keys;

  @BeforeEach
  void open() {
    server = new StubServer();
    server.answers(200, MediaType.JSON, PROVIDER.jwks());
    keys = new ProviderKeys(new DocumentFetcher(CLIENT), clock);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @AfterAll
  static void closeClient() {
    CLIENT.close();
  }

  @Test
  void keysAreReadOnceForManyTokens() {
    for (int i = 0; i < 100; i++) {
      accepted(judge(PROVIDER.token(claims -> {})));
    }

    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void manyLoginsAtTheSameTimeReadThemOnce() {
    String token = PROVIDER.token(claims -> {});
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        executor.submit(() -> judge(token));
      }
    }

    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void keysThatWereChangedAreFoundAtOnce() {
    accepted(judge(PROVIDER.token(claims -> {})));
    server.answers(200, MediaType.JSON, SUCCESSOR.jwks());
    clock.advance(ProviderKeys.PAUSE_BETWEEN_READINGS);

    accepted(judge(SUCCESSOR.token(claims -> {})));

    assertThat(rejected(judge(PROVIDER.token(claims -> {})))).isEqualTo(Rule.SIGNATURE);
  }

  @Test
  void madeUpKeyIdsCostOneReadingAMinute() {
    accepted(judge(PROVIDER.token(claims -> {})));
    clock.advance(ProviderKeys.PAUSE_BETWEEN_READINGS);

    for (int i = 0; i < 1000; i++) {
      String kid = "made-up-" + i;
      assertThat(rejected(judge(PROVIDER.headed(head -> head.put("kid", kid)))))
          .isEqualTo(Rule.KEY);
    }

    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void whileTheProviderIsDownOldKeysServeForADay() {
    accepted(judge(PROVIDER.token(claims -> {})));
    server.answers(503, MediaType.PLAIN_TEXT, "down");
    clock.advance(ProviderKeys.STALE.minusMillis(1));
    accepted(judge(PROVIDER.token(claims -> {})));

    clock.advance(ProviderKeys.PAUSE_BETWEEN_READINGS);

    assertThat(rejected(judge(PROVIDER.token(claims -> {})))).isEqualTo(Rule.KEYS_UNAVAILABLE);
    server.answers(200, MediaType.JSON, PROVIDER.jwks());
    clock.advance(ProviderKeys.PAUSE_BETWEEN_READINGS);
    accepted(judge(PROVIDER.token(claims -> {})));
  }

  @Test
  void keysAreReadAnewEveryHour() {
    accepted(judge(PROVIDER.token(claims -> {})));
    clock.advance(ProviderKeys.FRESH);
    accepted(judge(PROVIDER.token(claims -> {})));

    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aConnectionDoesNotBelieveTheKeysOfAnother() {
    accepted(judge(PROVIDER.token(claims -> {})));
    server.answers(200, MediaType.JSON, SUCCESSOR.jwks());

    IdTokenVerdict elsewhere =
        keys.judge(
            new ConnectionId(2),
            server.url("/jwks"),
            set -> IdTokenVerifier.verify(PROVIDER.token(claims -> {}), set, expectation()));

    assertThat(rejected(elsewhere)).isEqualTo(Rule.SIGNATURE);
  }

  @Test
  void aPrivateAddressIsNotAsked() {
    IdTokenVerdict verdict =
        keys.judge(
            CONNECTION,
            "http://10.0.0.1/jwks",
            set -> IdTokenVerifier.verify(PROVIDER.token(claims -> {}), set, expectation()));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Rejected.class,
            rejected -> {
              assertThat(rejected.reason().rule()).isEqualTo(Rule.KEYS_UNAVAILABLE);
              assertThat(rejected.reason().found()).contains("oidc_config.jwks_uri");
            });
  }

  private IdTokenVerdict judge(String token) {
    return keys.judge(
        CONNECTION, server.url("/jwks"), set -> IdTokenVerifier.verify(token, set, expectation()));
  }

  private static Expectation expectation() {
    return new Expectation(
        TestProvider.ISSUER,
        TestProvider.CLIENT,
        TestProvider.NONCE,
        SignatureAlgorithm.USUAL,
        "the-code",
        null,
        null,
        Instant.ofEpochSecond(TestProvider.NOW));
  }

  private static void accepted(IdTokenVerdict verdict) {
    assertThat(verdict).isInstanceOf(Accepted.class);
  }

  private static Rule rejected(IdTokenVerdict verdict) {
    assertThat(verdict).isInstanceOf(Rejected.class);
    return ((Rejected) verdict).reason().rule();
  }
}
