package dev.ostiary.login;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.database.Database;
import dev.ostiary.protocol.saml.AcceptedAssertion;
import dev.ostiary.protocol.saml.NameId;
import dev.ostiary.protocol.saml.Occasion;
import dev.ostiary.protocol.saml.Rejection;
import dev.ostiary.protocol.saml.ResponseVerifier;
import dev.ostiary.protocol.saml.Rule;
import dev.ostiary.token.Authentication;
import dev.ostiary.token.UpstreamSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Judges what a SAML identity provider answered. The app learns a word of the contract and no
/// more; which rule was broken, and where to look, is in the record.
final class SamlJudge {
  /// Longer and it would be no use to read.
  private static final int MAX_SHOWN_MESSAGE = 6000;

  private final ResponseVerifier verifier = new ResponseVerifier();
  private final SpKeys keys;
  private final Database database;
  private final InstantSource clock;
  private final UsedAssertionStore used = new UsedAssertionStore();

  SamlJudge(SpKeys keys, Database database, InstantSource clock) {
    this.keys = keys;
    this.database = database;
    this.clock = clock;
  }

  /// The answer to the request of this attempt.
  ///
  /// @throws RejectedAnswer when it is not accepted
  ProviderProfile answer(
      SamlParties parties, Login login, Handshake handshake, String response, Steps steps) {
    var occasion = new Occasion.Answer(handshake.samlRequestId(), since(parties, login));
    return judge(parties, occasion, response, steps);
  }

  /// An answer to no request of ours.
  ///
  /// @throws RejectedAnswer when it is not accepted
  ProviderProfile unsolicited(SamlParties parties, String response, Steps steps) {
    var occasion = new Occasion.Unsolicited(parties.config().allowIdpInitiatedLogin());
    ProviderProfile received = judge(parties, occasion, response, steps);
    if (!database.ask(tx -> used.use(tx, parties.connection(), received))) {
      throw replayed();
    }
    return received;
  }

  static RejectedAnswer replayed() {
    return rejected(new Rejection(Rule.REPLAY, "found an assertion that was used before"));
  }

  private ProviderProfile judge(
      SamlParties parties, Occasion occasion, String response, Steps steps) {
    var expectation = parties.expectation(occasion, keys.opening(parties.environment()));
    return switch (verifier.verify(response, expectation, clock.instant())) {
      case Rejection rejection -> throw rejected(rejection).with("message", readable(response));
      case AcceptedAssertion accepted -> {
        ProviderProfile profile = profile(accepted);
        steps.add("found the assertion good", "attributes", Json.text(profile.attributes()));
        yield profile;
      }
    };
  }

  /// How recent the authentication must be; null when any will do.
  private @Nullable Instant since(SamlParties parties, Login login) {
    Wishes wishes = login.request() == null ? Wishes.NONE : Wishes.of(login.request());
    if (parties.config().forceAuthn() || wishes.wantsFreshLogin()) {
      return login.createTime();
    }
    return wishes.maxAge() == null
        ? null
        : clock.instant().minus(Duration.ofSeconds(wishes.maxAge()));
  }

  private static RejectedAnswer rejected(Rejection rejection) {
    LoginError error =
        switch (rejection.rule()) {
          case STATUS -> LoginError.invalid_status;
          case ENCODING, XML, SHAPE -> LoginError.malformed_saml_response;
          case SIGNATURE_MISSING, SIGNATURE_FORM, SIGNATURE_ALGORITHM, SIGNATURE ->
              LoginError.signature_validation_failed;
          case DESTINATION -> LoginError.invalid_acs_url;
          case TIME -> LoginError.assertion_expired;
          case ENCRYPTION,
              ENCRYPTION_MISSING,
              ISSUER,
              AUDIENCE,
              IN_RESPONSE_TO,
              UNSOLICITED,
              SUBJECT_CONFIRMATION,
              AUTHENTICATION,
              SUBJECT,
              REPLAY ->
              LoginError.invalid_saml_response;
        };
    return new RejectedAnswer(
            error, "the identity provider's answer was not accepted", rejection.rule().remedy())
        .with("broken_rule", rejection.rule().name())
        .with("requirement", rejection.rule().requirement())
        .with("found", rejection.finding());
  }

  /// The XML for people; it is worth nothing any more, since it was refused.
  private static String readable(String response) {
    String xml = ResponseVerifier.readable(response);
    return xml.length() <= MAX_SHOWN_MESSAGE ? xml : xml.substring(0, MAX_SHOWN_MESSAGE) + "...";
  }

  private static ProviderProfile profile(AcceptedAssertion accepted) {
    ObjectNode attributes = Json.object();
    for (Map.Entry<String, List<String>> attribute : accepted.attributes().values().entrySet()) {
      attribute.getValue().forEach(attributes.putArray(attribute.getKey())::add);
    }
    AcceptedAssertion.Authentication how = accepted.authentication();
    return new ProviderProfile(
        accepted.subject().value(),
        attributes,
        new Authentication(how.instant(), how.contextClass(), List.of()),
        new UpstreamSession(how.sessionIndex(), hints(accepted.subject())),
        null,
        new ProviderProfile.Assertion(accepted.id(), accepted.replayUntil()));
  }

  /// What a logout request must repeat.
  private static Map<String, String> hints(NameId subject) {
    Map<String, String> hints = new LinkedHashMap<>();
    hints.put("name_id", subject.value());
    if (subject.format() != null) {
      hints.put("format", subject.format());
    }
    if (subject.nameQualifier() != null) {
      hints.put("name_qualifier", subject.nameQualifier());
    }
    if (subject.spNameQualifier() != null) {
      hints.put("sp_name_qualifier", subject.spNameQualifier());
    }
    return hints;
  }
}
