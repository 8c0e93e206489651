package dev.ostiary.login;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.Environment;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.token.IdTokenHints;
import dev.ostiary.token.Session;
import dev.ostiary.token.Sessions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `/oidc/logout` (OpenID Connect RP-Initiated Logout 1.0; wire contract, section 3.6): ends the
/// browser's session, and sends the browser on to where the app has registered, by way of the
/// identity provider if the connection wants that ({@link OidcLogout}).
///
/// An ID token of that very session is proof enough that the app may ask for it. Without one
/// anybody could, so the person is asked.
final class LogoutEndpoint implements BrowserEndpoint {
  private static final String PATH = "/oidc/logout";
  private static final String CONFIRMATION = "confirmation";

  /// On the way by the identity provider a cookie has to hold it, sealed; browsers keep cookies of
  /// up to 4096 bytes.
  private static final int MAX_TARGET = 2048;

  private final ApiClients clients;
  private final Sessions sessions;
  private final IdTokenHints hints;
  private final OidcLogout upstream;

  LogoutEndpoint(ApiClients clients, Sessions sessions, IdTokenHints hints, OidcLogout upstream) {
    this.clients = clients;
    this.sessions = sessions;
    this.hints = hints;
    this.upstream = upstream;
  }

  @Override
  public Set<Route> routes() {
    return Set.of(Route.builder().methods(HttpMethod.GET, HttpMethod.POST).path(PATH).build());
  }

  @Override
  public Reply serve(Visit visit) {
    if (!visit.parameters().repeated().isEmpty() || visit.parameters().excessive()) {
      throw new LoginRefusal(LoginError.invalid_request, "A parameter is sent twice.");
    }
    Optional<IdTokenHints.Hint> hint =
        visit
            .parameters()
            .find("id_token_hint")
            .flatMap(token -> hints.read(visit.environment().id(), token));
    String target = target(visit, hint.orElse(null));
    Optional<Secret> cookie = SessionCookie.find(visit.environment(), visit.cookies());
    Optional<Session> session =
        cookie.flatMap(secret -> sessions.find(visit.environment().id(), secret));
    boolean proved =
        hint.isPresent() && session.filter(s -> !s.id().equals(hint.get().session())).isEmpty();
    if (session.isPresent() && !proved && !isConfirmed(visit, cookie.orElseThrow())) {
      return Reply.of(
          LogoutPages.ask(PATH, confirmation(cookie.orElseThrow()), visit.parameters().values()));
    }
    return end(visit, session.orElse(null), hint.orElse(null), target)
        .with(SessionCookie.forget(visit.environment()));
  }

  private Reply end(
      Visit visit,
      @Nullable Session session,
      IdTokenHints.@Nullable Hint hint,
      @Nullable String target) {
    Environment environment = visit.environment();
    // Of a form that the app's page sends, the browser leaves our cookie out.
    Session shown =
        hint == null ? null : sessions.find(environment.id(), hint.session()).orElse(null);
    Session ending = session == null ? shown : session;
    Secret idToken =
        ending == null ? null : sessions.end(environment.id(), ending.id()).orElse(null);
    if (shown != null && !shown.equals(ending)) {
      sessions.end(environment.id(), shown.id());
    }
    return Optional.ofNullable(ending)
        .flatMap(ended -> upstream.depart(environment, ended, idToken, target))
        .orElseGet(
            () -> Reply.of(target == null ? LogoutPages.done() : new NextStep.Redirect(target)));
  }

  /// Where the app wants the browser to go; null for nowhere.
  ///
  /// @throws LoginRefusal when that is not registered for the app
  private @Nullable String target(Visit visit, IdTokenHints.@Nullable Hint hint) {
    Optional<String> wanted = visit.parameters().find("post_logout_redirect_uri");
    if (wanted.isEmpty()) {
      return null;
    }
    Optional<ClientId> client =
        hint == null
            ? visit.parameters().find("client_id").flatMap(this::id)
            : Optional.of(hint.client());
    boolean registered =
        client
            .flatMap(id -> clients.find(visit.environment().id(), id))
            .filter(app -> app.settings().uris().allowsLogout(wanted.get(), Map.of()))
            .isPresent();
    if (!registered) {
      throw new LoginRefusal(
          LoginError.invalid_redirect_uri,
          "post_logout_redirect_uri is not registered for the app that sent you here, or it"
              + " did not say who it is (id_token_hint or client_id).");
    }
    String target =
        visit
            .parameters()
            .find("state")
            .map(state -> AppAnswer.withQuery(wanted.get(), Map.of("state", state)))
            .orElse(wanted.get());
    if (target.length() > MAX_TARGET) {
      throw new LoginRefusal(
          LoginError.invalid_request,
          "post_logout_redirect_uri with state has "
              + target.length()
              + " characters, expected at most "
              + MAX_TARGET
              + ".");
    }
    return target;
  }

  private Optional<ClientId> id(String text) {
    try {
      return Optional.of(ClientId.parse("client_id", text));
    } catch (Problem malformed) {
      return Optional.empty();
    }
  }

  private static boolean isConfirmed(Visit visit, Secret cookie) {
    return visit.isPost()
        && visit
            .parameters()
            .find(CONFIRMATION)
            .filter(text ->
                Digests.equal(
                    text.getBytes(StandardCharsets.UTF_8),
                    confirmation(cookie).getBytes(StandardCharsets.UTF_8)))
            .isPresent();
  }

  /// What only a page of ours can know: another site can send the form, but not with this in it.
  private static String confirmation(Secret cookie) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            Digests.hmacSha256(
                cookie.reveal().getBytes(StandardCharsets.US_ASCII),
                "logout".getBytes(StandardCharsets.US_ASCII)));
  }
}
