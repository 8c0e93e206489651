package dev.ostiary.environment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.database.UniqueViolation;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.PasskeyId;
import dev.ostiary.protocol.webauthn.Assertion;
import dev.ostiary.protocol.webauthn.Attestation;
import dev.ostiary.protocol.webauthn.CredentialRecord;
import dev.ostiary.protocol.webauthn.CredentialVerifier;
import dev.ostiary.protocol.webauthn.CredentialVerifier.Authentication;
import dev.ostiary.protocol.webauthn.CredentialVerifier.Registration;
import dev.ostiary.protocol.webauthn.RelyingParty;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The passkeys of operators: each is made by somebody who is signed in, and lets its owner in
/// without a link. A ceremony is a question to the browser and its answer; the challenge between
/// them is good for one browser, one purpose, five minutes and one answer.
public final class Passkeys {
  private final Database database;
  private final OperatorSessions sessions;
  private final IdSource ids;
  private final Sealer sealer;
  private final RandomText random;
  private final InstantSource clock;
  private final PasskeyStore store = new PasskeyStore();

  Passkeys(
      Database database,
      OperatorSessions sessions,
      IdSource ids,
      Sealer sealer,
      RandomText random,
      InstantSource clock) {
    this.database = database;
    this.sessions = sessions;
    this.ids = ids;
    this.sealer = sealer;
    this.random = random;
    this.clock = clock;
  }

  /// A ceremony just begun.
  ///
  /// @param options for the browser's `navigator.credentials`
  /// @param challenge for a cookie of this browser, which has to come back with the answer
  public record Begun(ObjectNode options, Secret challenge) {}

  /// What came of a sign-in that was not refused outright.
  public sealed interface SignIn {
    record Opened(OperatorSessions.Opened session) implements SignIn {}

    /// The passkey is right, but its signature counter did not go on, as when there are two of it
    /// (WebAuthn, section 6.1.1). Nobody is let in.
    record CounterWentBack(Operator operator, PasskeyId passkey) implements SignIn {}
  }

  /// Whether browsers know passkeys at this environment's URL.
  public static boolean arePossible(Environment environment) {
    return RelyingParty.at(environment.url()).isPresent();
  }

  public List<Passkey> list(Operator operator) {
    return database.transact(tx -> store.list(tx, operator));
  }

  /// @throws Problem NOT_FOUND
  public Passkey get(Operator operator, PasskeyId id) {
    return list(operator).stream()
        .filter(passkey -> passkey.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("passkey", id));
  }

  public Begun beginRegistration(Environment environment, Operator operator) {
    RelyingParty party = party(environment);
    PasskeyChallenge challenge = PasskeyChallenge.make(random, clock.instant());
    ObjectNode options =
        database.transact(tx ->
            party.creation(
                environment.name(),
                new RelyingParty.User(store.userHandle(tx, operator), operator.name()),
                challenge.bytes(),
                PasskeyChallenge.LIFETIME,
                store.credentialIds(tx, operator)));
    return new Begun(options, challenge.seal(sealer, PasskeyChallenge.toRegister(operator)));
  }

  /// Keeps a new passkey.
  ///
  /// @param answer gives the text of a member of the browser's answer
  /// @throws Problem UNAUTHENTICATED when the answer is not one to this challenge, or not to be
  ///   believed; INVALID_ARGUMENT when a member is missing; ALREADY_EXISTS when the passkey is kept
  ///   already, here or elsewhere
  public Passkey register(
      Environment environment,
      Operator operator,
      Secret sealed,
      UnaryOperator<String> answer,
      String name) {
    Instant now = clock.instant();
    Attestation attestation = Attestation.read(answer);
    PasskeyChallenge challenge = open(PasskeyChallenge.toRegister(operator), sealed, now);
    Passkey passkey = new Passkey(new PasskeyId(ids.next()), operator.id(), name, null);
    CredentialRecord credential =
        switch (CredentialVerifier.register(party(environment), challenge.bytes(), attestation)) {
          case Registration.Accepted(CredentialRecord accepted) -> accepted;
          case Registration.Rejected(String reason) -> throw refused(reason);
        };
    once(tx -> {
      store.useChallenge(tx, challenge, now);
      store.insert(tx, environment.id(), passkey, credential);
      return passkey;
    });
    return passkey;
  }

  public Begun beginSignIn(Environment environment) {
    PasskeyChallenge challenge = PasskeyChallenge.make(random, clock.instant());
    return new Begun(
        party(environment).request(challenge.bytes(), PasskeyChallenge.LIFETIME),
        challenge.seal(sealer, PasskeyChallenge.toSignIn(environment.id())));
  }

  /// Lets an operator in.
  ///
  /// @param answer gives the text of a member of the browser's answer
  /// @throws Problem UNAUTHENTICATED when the answer is not one to this challenge, or not to be
  ///   believed, or of no passkey that is kept here
  public SignIn signIn(Environment environment, Secret sealed, UnaryOperator<String> answer) {
    Instant now = clock.instant();
    Assertion assertion = Assertion.read(answer);
    PasskeyChallenge challenge = open(PasskeyChallenge.toSignIn(environment.id()), sealed, now);
    RelyingParty party = party(environment);
    return once(tx -> {
      PasskeyStore.Known known =
          store
              .lock(tx, environment.id(), assertion)
              .orElseThrow(() -> refused("it was removed, or never was one of this server"));
      store.useChallenge(tx, challenge, now);
      return switch (CredentialVerifier.authenticate(
          party, challenge.bytes(), assertion, known.credential())) {
        case Authentication.Rejected(String reason) -> throw refused(reason);
        case Authentication.CounterWentBack() ->
            new SignIn.CounterWentBack(known.operator(), known.id());
        case Authentication.Accepted(long signCount) -> {
          store.used(tx, known, signCount, now);
          yield new SignIn.Opened(sessions.begin(tx, known.operator(), now));
        }
      };
    });
  }

  /// Removes a passkey, and ends the operator's other sessions, since one of them may be of whoever
  /// has the device now.
  ///
  /// @param session the one that stays
  /// @throws Problem NOT_FOUND
  public void remove(Operator operator, PasskeyId id, Secret session) {
    database.run(tx -> {
      if (!store.delete(tx, operator, id)) {
        throw Problem.notFound("passkey", id);
      }
      sessions.closeOthers(tx, operator, session);
    });
  }

  private PasskeyChallenge open(String purpose, Secret sealed, Instant now) {
    return PasskeyChallenge.open(sealer, purpose, sealed, now)
        .orElseThrow(() -> refused("the question has expired, or was put to another browser"));
  }

  /// Does what uses up a challenge.
  private <T> T once(Function<Tx, T> work) {
    try {
      return database.transact(work);
    } catch (UniqueViolation e) {
      if (e.constraint().startsWith("operator_passkey")) {
        throw Problem.alreadyExists(
            "This passkey is kept here already; sign in with it, or make another one");
      }
      throw refused("this question was answered before");
    }
  }

  private static RelyingParty party(Environment environment) {
    return RelyingParty.at(environment.url())
        .orElseThrow(() ->
            Problem.precondition(
                "passkeys need a host name with https; found " + environment.url()));
  }

  private static Problem refused(String reason) {
    return new Problem(
        Problem.Kind.UNAUTHENTICATED,
        "The passkey was refused: " + reason + ". Try again, or use another one.");
  }
}
