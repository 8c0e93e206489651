package dev.ostiary.login;

import dev.ostiary.connection.Connection;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.Environment;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.database.Asked;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.token.Authorization;
import dev.ostiary.token.AuthorizationCodes;
import dev.ostiary.token.Identity;
import dev.ostiary.token.Session;
import dev.ostiary.token.Sessions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Ends attempts. An app is answered at its redirect URI, somebody who tries a connection out with
/// a page; in one transaction with the answer, the record says what happened.
final class Endings {
  private final Database database;
  private final LoginAttempts attempts;
  private final ApiClients clients;
  private final Sessions sessions;
  private final AuthorizationCodes codes;
  private final Milestones milestones;

  Endings(
      Database database,
      LoginAttempts attempts,
      ApiClients clients,
      Sessions sessions,
      AuthorizationCodes codes,
      Milestones milestones) {
    this.database = database;
    this.attempts = attempts;
    this.clients = clients;
    this.sessions = sessions;
    this.codes = codes;
    this.milestones = milestones;
  }

  /// Whether the app that asked is still there, or nobody but the person waits; asked as part of
  /// `tx`.
  Asked<Boolean> awaited(Tx tx, Login login) {
    return login.client() == null
        ? () -> true
        : clients.exists(tx, login.environment(), login.client());
  }

  /// Ends it well, as part of `tx`.
  ///
  /// @throws RejectedAnswer when it is somebody else than the app asked for
  Reply succeed(
      Tx tx,
      Environment environment,
      Login login,
      Connection connection,
      ProviderProfile received,
      Identity identity,
      Steps steps) {
    steps.add("signed in", "subject", identity.subject());
    AppRequest request = login.request();
    if (request == null) {
      return tested(tx, login, connection, received, identity, steps);
    }
    if (request.subject() != null && !request.subject().equals(identity.name())) {
      throw new RejectedAnswer(
          LoginError.login_required,
          "somebody else signed in than the app asked for",
          "nothing at the identity provider: the app named a person with id_token_hint");
    }
    Sessions.Begun begun = sessions.begin(tx, environment.id(), identity, received.idToken());
    Secret code = code(tx, environment, request, begun.session());
    attempts.finish(tx, ended(login, LoginStatus.SUCCESS, identity, null, null, steps));
    milestones.signedIn(tx, connection, login);
    return Reply.of(AppAnswer.code(environment, request, code))
        .with(SessionCookie.keep(environment, begun.cookie()));
  }

  /// Answers from a session of before, where the app said that it will do.
  NextStep fromSession(
      Environment environment, AppRequest request, Connection connection, Session session) {
    Steps steps =
        attempts
            .steps()
            .add("answered from the browser's session", "session", session.id().toString());
    return database.transact(tx -> {
      Secret code = code(tx, environment, request, session);
      attempts.keep(
          tx,
          new Login(
              environment.id(),
              attempts.nextId(),
              Purpose.APP,
              LoginStatus.SUCCESS,
              request.client(),
              request,
              LoginTarget.of(connection),
              session.identity().profile().email(),
              steps.taken(),
              null,
              null,
              attempts.now(),
              attempts.now()));
      return AppAnswer.code(environment, request, code);
    });
  }

  private Secret code(Tx tx, Environment environment, AppRequest request, Session session) {
    return codes.issue(
        tx,
        environment.id(),
        new Authorization(
            request.client(),
            request.redirectUri(),
            request.codeChallenge(),
            request.nonce(),
            List.copyOf(request.scopes()),
            session.id(),
            session.identity()));
  }

  private Reply tested(
      Tx tx,
      Login login,
      Connection connection,
      ProviderProfile received,
      Identity identity,
      Steps steps) {
    Login ended = ended(login, LoginStatus.SUCCESS, identity, received, null, steps);
    attempts.finish(tx, ended);
    milestones.tested(tx, connection, ended);
    return Reply.of(TestResultPage.of(ended, received, identity));
  }

  /// @param connection null when it is not there any more, or another one answered
  Reply fail(
      Environment environment,
      Login login,
      @Nullable Connection connection,
      RejectedAnswer rejection,
      Steps steps) {
    steps.add("refused", rejection.facts());
    Login ended = ended(login, LoginStatus.FAILURE, null, null, rejection.failure(), steps);
    database.run(tx -> {
      attempts.finish(tx, ended);
      if (connection != null && login.purpose() == Purpose.TEST) {
        milestones.tested(tx, connection, ended);
      }
    });
    return Reply.refusal(
        login.request() == null
            ? TestResultPage.of(ended, rejection)
            : AppAnswer.error(environment, login.request(), rejection.failure()));
  }

  private static Login ended(
      Login login,
      LoginStatus status,
      @Nullable Identity identity,
      @Nullable ProviderProfile received,
      Login.@Nullable Failure failure,
      Steps steps) {
    return new Login(
        login.environment(),
        login.id(),
        login.purpose(),
        status,
        login.client(),
        login.request(),
        login.target(),
        identity == null ? login.email() : identity.profile().email(),
        steps.taken(),
        received == null ? null : received.attributes(),
        failure,
        login.createTime(),
        login.expireTime());
  }
}
