package dev.ostiary.webhook;

import dev.ostiary.platform.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds out why a receiver refuses a webhook: takes the request as the receiver saw it and the
/// secret it checks with, and says what is wrong. Pure; tries what goes wrong in practice, the most
/// likely first, until the signature fits.
public final class SignatureDoctor {
  /// What the verifying libraries of Standard Webhooks allow, both ways.
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String ID = "webhook-id";
  private static final String TIMESTAMP = "webhook-timestamp";
  private static final String SIGNATURE = "webhook-signature";

  private SignatureDoctor() {}

  /// The request that was refused.
  ///
  /// @param headers in any case
  /// @param body as it was read from the wire, or as close to it as could be kept
  public record Patient(Map<String, String> headers, String body) {
    public Patient {
      Map<String, String> lower = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      headers.forEach((name, value) -> lower.put(name.strip(), value.strip()));
      headers = lower;
    }

    private String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /// What was found.
  ///
  /// @param cause what is wrong, by name
  /// @param explanation what was found and how to mend it
  public record Diagnosis(Cause cause, String explanation) {}

  /// What can be wrong.
  public enum Cause {
    NOTHING,
    MISSING_HEADER,
    MALFORMED_TIMESTAMP,
    MALFORMED_SECRET,
    NO_SIGNATURE_OF_THIS_KIND,
    CLOCK_SKEW,
    OLD_SECRET,
    SECRET_WITH_SPACE,
    BODY_RESERIALIZED,
    BODY_WITH_OTHER_LINE_ENDS,
    BODY_WITH_SPACE,
    BODY_IN_OTHER_ENCODING,
    BODY_EMPTY,
    ID_CHANGED,
    TIMESTAMP_CHANGED,
    WRONG_SECRET_OR_BODY
  }

  /// @param given the secret that the receiver has
  /// @param known the secrets of the endpoint, the newest first, where they are known; else empty
  /// @param now when the receiver looked
  public static Diagnosis examine(
      Patient patient, Secret given, List<WebhookSecret> known, Instant now) {
    for (String header : List.of(ID, TIMESTAMP, SIGNATURE)) {
      if (patient.header(header).isEmpty()) {
        return new Diagnosis(
            Cause.MISSING_HEADER,
            "The header "
                + header
                + " is not there. Pass the headers on unchanged; some frameworks hand them over in"
                + " lower case, and some proxies drop what they do not know.");
      }
    }
    SignedRequest request;
    try {
      request = request(patient);
    } catch (NumberFormatException e) {
      return new Diagnosis(
          Cause.MALFORMED_TIMESTAMP,
          "webhook-timestamp is \""
              + patient.header(TIMESTAMP)
              + "\"; it is a whole number of seconds since 1970, e.g. 1614265330.");
    }
    if (request.v1().isEmpty()) {
      return new Diagnosis(
          Cause.NO_SIGNATURE_OF_THIS_KIND,
          "webhook-signature has no v1 entry. It is a list, divided by spaces, of entries such as"
              + " v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4= ; pass it on whole.");
    }
    Optional<byte[]> key = key(given.reveal());
    if (key.isEmpty()) {
      return malformed(request, given);
    }
    return verdict(request, key.get(), known, now);
  }

  private static SignedRequest request(Patient patient) {
    return new SignedRequest(
        patient.header(ID),
        Long.parseLong(patient.header(TIMESTAMP)),
        Arrays.stream(patient.header(SIGNATURE).split(" ", -1))
            .filter(entry -> entry.startsWith("v1,"))
            .toList(),
        patient.body().getBytes(StandardCharsets.UTF_8));
  }

  private static Diagnosis verdict(
      SignedRequest request, byte[] key, List<WebhookSecret> known, Instant now) {
    if (request.fits(key)) {
      return onTime(request, now);
    }
    for (WebhookSecret secret : known) {
      Optional<byte[]> other = key(secret.text().reveal());
      if (other.isPresent() && request.fits(other.get())) {
        return new Diagnosis(
            Cause.OLD_SECRET,
            "The request is good, but signed with another secret of this endpoint than the one you"
                + " check with. Take the one that the dashboard shows now, "
                + secret.text().masked()
                + ".");
      }
    }
    return new SuspectedChanges(request, key)
        .find()
        .orElseGet(() ->
            new Diagnosis(
                Cause.WRONG_SECRET_OR_BODY,
                "No change that usually happens on the way explains it. Either the secret belongs to"
                    + " another endpoint or environment (compare the last four characters), or"
                    + " webhook-id, webhook-timestamp or the body were taken from different"
                    + " requests, or the body was changed in its content."));
  }

  private static Diagnosis onTime(SignedRequest request, Instant now) {
    Duration apart = Duration.between(Instant.ofEpochSecond(request.timestamp()), now);
    if (apart.abs().compareTo(TOLERANCE) <= 0) {
      return new Diagnosis(
          Cause.NOTHING,
          "The signature is good with this secret, and the time is within five minutes. If your"
              + " code refuses it all the same, it does not see these bytes.");
    }
    String skew = apart.abs().toSeconds() + " s";
    return new Diagnosis(
        Cause.CLOCK_SKEW,
        apart.isNegative()
            ? "The signature is good, but your clock is "
                + skew
                + " behind the time in webhook-timestamp; more than 300 s are refused. Let NTP set it."
            : "The signature is good, but your clock is "
                + skew
                + " ahead of webhook-timestamp; more than 300 s are refused. Either the clock is"
                + " wrong, or the request waited that long before it was checked.");
  }

  private static Diagnosis malformed(SignedRequest request, Secret given) {
    Optional<byte[]> stripped = key(given.reveal().strip().replaceAll("[\\s\"']", ""));
    if (stripped.isPresent() && request.fits(stripped.get())) {
      return new Diagnosis(
          Cause.SECRET_WITH_SPACE,
          "The secret is right, but there are spaces, line breaks or quotes around or in it. Remove"
              + " them.");
    }
    return new Diagnosis(
        Cause.MALFORMED_SECRET,
        "This is no secret of an endpoint: expected whsec_ and then base64 of 24 to 64 bytes. An API"
            + " client's secret does not sign webhooks.");
  }

  /// The key that a secret's text stands for; nothing when it stands for none.
  private static Optional<byte[]> key(String secret) {
    if (!secret.startsWith(WebhookSecret.PREFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Base64.getDecoder().decode(secret.substring(WebhookSecret.PREFIX.length())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
