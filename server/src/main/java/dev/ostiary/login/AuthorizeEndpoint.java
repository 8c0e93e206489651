package dev.ostiary.login;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import dev.ostiary.connection.Connection;
import dev.ostiary.environment.ClientUris;
import dev.ostiary.token.Session;
import java.util.Optional;
import java.util.Set;

/// `/oauth/authorize` (RFC 6749, section 3.1): where an app sends a browser to be signed in.
///
/// Until client and redirect URI have been found good, errors are shown on a page and go nowhere
/// else; from then on the app hears of them.
final class AuthorizeEndpoint implements BrowserEndpoint {
  private static final String PATH = "/oauth/authorize";

  private final AuthorizeChecks checks;
  private final Candidates candidates;
  private final LoginAttempts attempts;
  private final Departures departures;
  private final Endings endings;
  private final EarlierSessions sessions;

  AuthorizeEndpoint(
      AuthorizeChecks checks,
      Candidates candidates,
      LoginAttempts attempts,
      Departures departures,
      Endings endings,
      EarlierSessions sessions) {
    this.checks = checks;
    this.candidates = candidates;
    this.attempts = attempts;
    this.departures = departures;
    this.endings = endings;
    this.sessions = sessions;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.builder().methods(HttpMethod.GET, HttpMethod.POST).path(PATH).build());
  }

  @Override
  public Reply serve(Visit visit) {
    AuthorizeDraft draft = new AuthorizeDraft(visit.environment(), visit.parameters());
    checks.untrusted().forEach(check -> check.pass(draft));
    if (draft.redirectUri == null) {
      trustByOrganization(draft);
    }
    try {
      checks.trusted().forEach(check -> check.pass(draft));
      return signIn(visit, draft);
    } catch (LoginRefusal refusal) {
      keep(draft, refusal);
      return Reply.of(AppAnswer.error(draft.environment, draft.request(), refusal.failure()));
    }
  }

  /// A registered URI may depend on the organization: it is known once the connection is chosen.
  private void trustByOrganization(AuthorizeDraft draft) {
    String wanted = draft.parameters.find("redirect_uri").orElse("");
    LoginRefusal unregistered =
        new LoginRefusal(
                LoginError.invalid_redirect_uri,
                "redirect_uri is not registered for this client; it must be equal to one that is,"
                    + " character by character")
            .with("redirect_uri", wanted)
            .with("client_id", draft.client().id().toString());
    ClientUris uris = draft.client().settings().uris();
    if (uris.postLogin().stream().noneMatch(uri -> uri.text().contains("{{"))) {
      throw unregistered;
    }
    Connection connection = candidates.choose(draft.environment, Selector.of(draft.parameters));
    if (!uris.allowsLogin(wanted, candidates.templateValues(connection))) {
      throw unregistered;
    }
    draft.redirectUri = wanted;
  }

  private Reply signIn(Visit visit, AuthorizeDraft draft) {
    AppRequest request = draft.request();
    Optional<Session> session = sessions.thatWillDo(visit, request);
    Selector selector = Selector.of(draft.parameters);
    if (selector instanceof Selector.Nothing && session.isPresent()) {
      selector = new Selector.ByConnection(session.get().identity().connection(), null);
    }
    Connection connection = candidates.choose(draft.environment, selector);
    return session
        .filter(found -> found.identity().connection().equals(connection.id()))
        .filter(found -> connection.vouchesSince(found.createTime()))
        .map(found -> Reply.of(endings.fromSession(draft.environment, request, connection, found)))
        .orElseGet(() -> send(visit, request, connection));
  }

  private Reply send(Visit visit, AppRequest request, Connection connection) {
    if (request.prompt() == Prompt.none) {
      throw new LoginRefusal(
          LoginError.login_required, "nobody is signed in, and prompt=none forbids to ask");
    }
    Steps steps =
        attempts
            .steps()
            .add("asked for by the app", "redirect_uri", request.redirectUri())
            .add("chose the connection", "connection", connection.id().toString());
    return departures.send(visit, connection, Purpose.APP, request, steps);
  }

  private void keep(AuthorizeDraft draft, LoginRefusal refusal) {
    AppRequest request = draft.request();
    attempts.keep(
        new Login(
            draft.environment.id(),
            attempts.nextId(),
            Purpose.APP,
            LoginStatus.FAILURE,
            request.client(),
            null,
            null,
            null,
            attempts.steps().add("refused", refusal.facts()).taken(),
            null,
            refusal.failure(),
            attempts.now(),
            attempts.now()));
  }
}
