package dev.ostiary.protocol.webauthn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Problem;
import dev.ostiary.protocol.webauthn.CredentialVerifier.Authentication;
import dev.ostiary.protocol.webauthn.CredentialVerifier.Registration;
import dev.ostiary.testing.Authenticator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is believed of a passkey. Each refusal is of an answer that is right but for one thing.
class CredentialVerifierTest {
  private static final String ORIGIN = "https://auth.example.com:8443";
  private static final RelyingParty PARTY = RelyingParty.at(URI.create(ORIGIN)).orElseThrow();
  private static final byte[] CHALLENGE = bytes("the challenge that we sent, 32 B");
  private static final byte[] ANOTHER = bytes("the challenge of another browser");
  private static final Duration TIME = Duration.ofMinutes(5);

  private final Authenticator authenticator = new Authenticator(ORIGIN);

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ObjectNode creation(byte[] challenge) {
    return PARTY.creation(
        "Here", new RelyingParty.User(bytes("handle"), "Ada"), challenge, TIME, List.of());
  }

  private Registration register() {
    return register(authenticator.create(creation(CHALLENGE)));
  }

  private static Registration register(Map<String, String> answer) {
    return CredentialVerifier.register(PARTY, CHALLENGE, Attestation.read(member(answer)));
  }

  private CredentialRecord registered() {
    return ((Registration.Accepted) register()).credential();
  }

  private Authentication authenticate(CredentialRecord kept) {
    return authenticate(kept, authenticator.get(PARTY.request(CHALLENGE, TIME)));
  }

  private static Authentication authenticate(CredentialRecord kept, Map<String, String> answer) {
    return CredentialVerifier.authenticate(PARTY, CHALLENGE, Assertion.read(member(answer)), kept);
  }

  private static UnaryOperator<String> member(Map<String, String> answer) {
    return name -> answer.getOrDefault(name, "");
  }

  private static void isRejected(Registration verdict, String reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Registration.Rejected.class,
            rejected -> assertThat(rejected.reason()).contains(reason));
  }

  private static void isRejected(Authentication verdict, String reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Authentication.Rejected.class,
            rejected -> assertThat(rejected.reason()).contains(reason));
  }

  @Test
  void aPasskeyIsKeptAndUsed() {
    CredentialRecord kept = registered();
    assertThat(kept.signCount()).isEqualTo(1);
    assertThat(kept.backupEligible()).isFalse();

    authenticator.counting(2);

    assertThat(authenticate(kept)).isEqualTo(new Authentication.Accepted(2));
  }

  @Test
  void anAuthenticatorThatDoesNotCountStaysAtZero() {
    authenticator.counting(0);

    assertThat(authenticate(registered())).isEqualTo(new Authentication.Accepted(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 6, 0})
  void aCounterThatDoesNotGoOnIsSeen(int count) {
    authenticator.counting(7);
    CredentialRecord kept = registered();

    authenticator.counting(count);

    assertThat(authenticate(kept)).isEqualTo(new Authentication.CounterWentBack());
    authenticator.counting(8);
    assertThat(authenticate(kept)).isEqualTo(new Authentication.Accepted(8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://auth.example.com",
        "http://auth.example.com:8443",
        "https://login.auth.example.com:8443",
        "https://auth.example.com.evil.example:8443"
      })
  void aPageOfAnotherOriginGetsNothing(String origin) {
    CredentialRecord kept = registered();

    authenticator.counting(2).onPageOf(origin);

    isRejected(authenticate(kept), "a page of another address");
    isRejected(register(), "a page of another address");
  }

  @Test
  void aPasskeyOfAnotherHostIsRefused() {
    CredentialRecord kept = registered();

    authenticator.counting(2).forHost("example.com");

    isRejected(authenticate(kept), "another host");
    isRejected(register(), "another host");
  }

  @Test
  void anotherChallengeIsRefused() {
    CredentialRecord kept = registered();
    authenticator.counting(2);

    isRejected(
        authenticate(kept, authenticator.get(PARTY.request(ANOTHER, TIME))), "another browser");
    isRejected(register(authenticator.create(creation(ANOTHER))), "another browser");
  }

  @Test
  void aDeviceThatDidNotVerifyItsUserIsRefused() {
    CredentialRecord kept = registered();

    authenticator.counting(2).withoutVerifyingTheUser();

    isRejected(authenticate(kept), "did not ask who you are");
    isRejected(register(), "did not ask who you are");
  }

  @Test
  void theAnswerOfOneCeremonyIsNoneToTheOther() {
    CredentialRecord kept = registered();

    authenticator.counting(2).mistakesTheCeremony();

    isRejected(authenticate(kept), "another question");
    isRejected(register(), "another question");
  }

  @Test
  void aPasskeyDoesNotBecomeCopyable() {
    CredentialRecord kept = registered();

    authenticator.counting(2).becomesCopyable();

    isRejected(authenticate(kept), "rules of WebAuthn");
  }

  @Test
  void theSignatureIsThatOfTheKeptKey() {
    registered();
    CredentialRecord other =
        ((Registration.Accepted) register(new Authenticator(ORIGIN).create(creation(CHALLENGE))))
            .credential();
    CredentialRecord exchanged =
        new CredentialRecord(registered().id(), other.attestedData(), 1, false);

    authenticator.counting(2);

    isRejected(authenticate(exchanged), "not that of its key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"rawId", "userHandle", "clientDataJSON", "authenticatorData", "signature"})
  void aPartThatIsMissingOrNoBase64IsRefused(String part) {
    CredentialRecord kept = registered();
    authenticator.counting(2);
    Map<String, String> answer = authenticator.get(PARTY.request(CHALLENGE, TIME));

    for (String text : List.of("", "???", "a")) {
      answer.put(part, text);
      assertThatThrownBy(() -> authenticate(kept, answer))
          .isInstanceOf(Problem.class)
          .hasMessageContaining(part);
    }
  }

  /// Whatever a stranger sends, a verdict comes out; and only the honest answer is accepted.
  @Test
  void brokenAnswersAreRejectedAndBreakNothing() {
    CredentialRecord kept = registered();
    authenticator.counting(2);
    Map<String, String> made = authenticator.create(creation(CHALLENGE));
    Map<String, String> used = authenticator.get(PARTY.request(CHALLENGE, TIME));
    Random random = new Random(46);
    for (int i = 0; i < 2000; i++) {
      Map<String, String> broken = broken(made, random);
      assertThat(register(broken)).as("made from %s", broken).isNotNull();
      broken = broken(used, random);
      assertThat(authenticate(kept, broken))
          .as("used from %s", broken)
          .isNotInstanceOf(Authentication.Accepted.class);
    }
  }

  /// One part with a bit turned, its end cut off, or as something else altogether.
  private static Map<String, String> broken(Map<String, String> answer, Random random) {
    List<String> parts =
        answer.keySet().stream().filter(name -> !name.equals("userHandle")).sorted().toList();
    String part = parts.get(random.nextInt(parts.size()));
    byte[] bytes = Base64.getUrlDecoder().decode(answer.get(part));
    byte[] changed =
        switch (random.nextInt(4)) {
          case 0 -> Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length));
          case 1 -> bytes("null");
          default -> turned(bytes, random);
        };
    Map<String, String> broken = new HashMap<>(answer);
    broken.put(part, Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
    return Arrays.equals(bytes, changed) ? broken(answer, random) : broken;
  }

  private static byte[] turned(byte[] bytes, Random random) {
    byte[] turned = bytes.clone();
    turned[random.nextInt(turned.length)] ^= (byte) (1 << random.nextInt(8));
    return turned;
  }
}
