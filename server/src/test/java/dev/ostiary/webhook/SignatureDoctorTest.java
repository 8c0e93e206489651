package dev.ostiary.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.Secret;
import dev.ostiary.webhook.SignatureDoctor.Cause;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes wrong with webhooks, and what the doctor says to it.
class SignatureDoctorTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
  private static final String ID = "evt_1";
  private static final long TIME = 1_614_265_330;
  private static final Instant NOW = Instant.ofEpochSecond(TIME + 2);
  private static final String BODY =
      "{\"spec_version\":\"1\",\"id\":\"evt_1\",\"type\":\"organization.sso_enabled\","
          + "\"data\":{\"id\":\"conn_1\",\"enabled\":true,\"name\":\"M\\u00FCller\"}}";

  private static String sign(String secret, String id, long time, String body) {
    return new WebhookSecret(new Secret(secret), null)
        .sign(id, time, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> headers(String signature) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Webhook-Id", ID);
    headers.put("webhook-timestamp", Long.toString(TIME));
    headers.put("WEBHOOK-SIGNATURE", signature);
    return headers;
  }

  private static Map<String, String> good() {
    return headers(sign(SECRET, ID, TIME, BODY));
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> headers = good();
    headers.keySet().removeIf(key -> key.equalsIgnoreCase(name));
    headers.put(name, value);
    return headers;
  }

  private static Map<String, String> without(String name) {
    Map<String, String> headers = good();
    headers.keySet().removeIf(key -> key.equalsIgnoreCase(name));
    return headers;
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        Arguments.of("as it was sent", good(), BODY, SECRET, Cause.NOTHING),
        Arguments.of(
            "signed with two secrets",
            headers(sign(OTHER, ID, TIME, BODY) + " " + sign(SECRET, ID, TIME, BODY)),
            BODY,
            SECRET,
            Cause.NOTHING),
        Arguments.of("no id", without("webhook-id"), BODY, SECRET, Cause.MISSING_HEADER),
        Arguments.of("no time", without("webhook-timestamp"), BODY, SECRET, Cause.MISSING_HEADER),
        Arguments.of("no proof", without("webhook-signature"), BODY, SECRET, Cause.MISSING_HEADER),
        Arguments.of(
            "a date for a time",
            with("webhook-timestamp", "2026-01-01T00:00:00Z"),
            BODY,
            SECRET,
            Cause.MALFORMED_TIMESTAMP),
        Arguments.of(
            "only v1a", headers("v1a,AAAA"), BODY, SECRET, Cause.NO_SIGNATURE_OF_THIS_KIND),
        Arguments.of("a foreign secret", good(), BODY, OTHER, Cause.WRONG_SECRET_OR_BODY),
        Arguments.of("no secret of ours", good(), BODY, "test_abc", Cause.MALFORMED_SECRET),
        Arguments.of(
            "quotes around it", good(), BODY, "\"" + SECRET + "\"", Cause.SECRET_WITH_SPACE),
        Arguments.of(
            "a line break behind it", good(), BODY, SECRET + "\n", Cause.SECRET_WITH_SPACE),
        Arguments.of(
            "spaces between members",
            good(),
            BODY.replace(",", ", ").replace(":", ": "),
            SECRET,
            Cause.BODY_RESERIALIZED),
        Arguments.of(
            "escapes undone",
            good(),
            BODY.replace("\\u00FC", "ü"),
            SECRET,
            Cause.BODY_RESERIALIZED),
        Arguments.of(
            "members sorted",
            good(),
            "{\"data\":{\"enabled\":true,\"id\":\"conn_1\",\"name\":\"M\\u00FCller\"},"
                + "\"id\":\"evt_1\",\"spec_version\":\"1\",\"type\":\"organization.sso_enabled\"}",
            SECRET,
            Cause.BODY_RESERIALIZED),
        Arguments.of("a line break behind", good(), BODY + "\n", SECRET, Cause.BODY_WITH_SPACE),
        Arguments.of("no body", good(), "", SECRET, Cause.BODY_EMPTY),
        Arguments.of(
            "a byte order mark", good(), "\uFEFF" + BODY, SECRET, Cause.BODY_IN_OTHER_ENCODING),
        Arguments.of("an id of a proxy", with("webhook-id", "x-1"), BODY, SECRET, Cause.ID_CHANGED),
        Arguments.of(
            "the receiver's clock",
            with("webhook-timestamp", Long.toString(TIME + 37)),
            BODY,
            SECRET,
            Cause.TIMESTAMP_CHANGED),
        Arguments.of(
            "milliseconds",
            with("webhook-timestamp", TIME + "000"),
            BODY,
            SECRET,
            Cause.TIMESTAMP_CHANGED),
        Arguments.of(
            "a changed value",
            good(),
            BODY.replace("true", "false"),
            SECRET,
            Cause.WRONG_SECRET_OR_BODY));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void theCauseIsFound(
      String what, Map<String, String> headers, String body, String secret, Cause cause) {
    SignatureDoctor.Diagnosis diagnosis =
        SignatureDoctor.examine(
            new SignatureDoctor.Patient(headers, body), new Secret(secret), List.of(), NOW);

    assertThat(diagnosis.cause()).as(diagnosis.explanation()).isEqualTo(cause);
    assertThat(diagnosis.explanation()).doesNotContain(SECRET.substring(6, 30));
  }

  @Test
  void lineEndsOfWindowsAreSeen() {
    String body = "{\n\"id\":\"evt_1\"\n}";
    SignatureDoctor.Patient patient =
        new SignatureDoctor.Patient(
            headers(sign(SECRET, ID, TIME, body)), body.replace("\n", "\r\n"));

    assertThat(SignatureDoctor.examine(patient, new Secret(SECRET), List.of(), NOW).cause())
        .isEqualTo(Cause.BODY_WITH_OTHER_LINE_ENDS);
  }

  @Test
  void anotherSecretOfTheEndpointIsToldFromAForeignOne() {
    SignatureDoctor.Patient patient =
        new SignatureDoctor.Patient(headers(sign(OTHER, ID, TIME, BODY)), BODY);

    SignatureDoctor.Diagnosis diagnosis =
        SignatureDoctor.examine(
            patient, new Secret(SECRET), List.of(new WebhookSecret(new Secret(OTHER), null)), NOW);

    assertThat(diagnosis.cause()).isEqualTo(Cause.OLD_SECRET);
    assertThat(diagnosis.explanation()).contains("7oD").doesNotContain(OTHER);
  }

  @Test
  void theClockIsToldBySeconds() {
    SignatureDoctor.Patient patient = new SignatureDoctor.Patient(good(), BODY);
    Secret secret = new Secret(SECRET);

    assertThat(SignatureDoctor.examine(patient, secret, List.of(), NOW.plusSeconds(298)).cause())
        .isEqualTo(Cause.NOTHING);
    assertThat(SignatureDoctor.examine(patient, secret, List.of(), NOW.plusSeconds(299)))
        .isEqualTo(
            SignatureDoctor.examine(patient, secret, List.of(), Instant.ofEpochSecond(TIME + 301)))
        .satisfies(diagnosis -> {
          assertThat(diagnosis.cause()).isEqualTo(Cause.CLOCK_SKEW);
          assertThat(diagnosis.explanation()).contains("301 s");
        });
    assertThat(
            SignatureDoctor.examine(patient, secret, List.of(), Instant.ofEpochSecond(TIME - 400))
                .explanation())
        .contains("400 s behind");
  }
}
