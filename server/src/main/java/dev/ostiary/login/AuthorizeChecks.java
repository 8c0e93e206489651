package dev.ostiary.login;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.GrantType;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.token.Authorization;
import dev.ostiary.token.IdTokenHints;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The checks of a request to `/oauth/authorize`, in their order (wire contract, section 3.2; RFC
/// 6749, section 4.1.1; OpenID Connect Core, section 3.1.2). Each guarantees one thing to those
/// behind it, and refuses by throwing.
final class AuthorizeChecks {
  /// An ID token with many groups, as a hint; everything else is far shorter.
  private static final int MAX_VALUE = 16 * 1024;

  /// RFC 7636, section 4.2: the base64url form of a SHA-256 hash.
  private static final Pattern S256_CHALLENGE = Pattern.compile("[A-Za-z0-9_-]{43}");

  private final ApiClients clients;
  private final IdTokenHints hints;

  /// One of them.
  interface Check {
    void pass(AuthorizeDraft draft);
  }

  AuthorizeChecks(ApiClients clients, IdTokenHints hints) {
    this.clients = clients;
    this.hints = hints;
  }

  /// Before these have passed, nothing may be sent to the address that the request names.
  List<Check> untrusted() {
    return List.of(
        AuthorizeChecks::isOfReasonableSize, this::namesAClient, AuthorizeChecks::hasARedirectUri);
  }

  /// What these find, the app is told at its redirect URI.
  List<Check> trusted() {
    return List.of(
        AuthorizeChecks::knowsTheResponseMode,
        AuthorizeChecks::saysEverythingOnce,
        AuthorizeChecks::hasNoOversizedValue,
        AuthorizeChecks::asksForACode,
        AuthorizeChecks::bringsNoRequestObject,
        AuthorizeChecks::clientMayUseCodes,
        AuthorizeChecks::keepsKnownScopes,
        AuthorizeChecks::hasACodeChallenge,
        AuthorizeChecks::knowsThePrompt,
        AuthorizeChecks::knowsTheMaxAge,
        this::knowsWhomTheAppExpects);
  }

  /// Nothing behind this has to care about the number or the length of parameters.
  private static void isOfReasonableSize(AuthorizeDraft draft) {
    if (draft.parameters.excessive()) {
      throw new LoginRefusal(LoginError.invalid_request, "too many or too long parameters");
    }
  }

  /// The client exists in this environment. A client of another one gets the same words.
  private void namesAClient(AuthorizeDraft draft) {
    draft.client =
        draft
            .parameters
            .find("client_id")
            .flatMap(id -> client(draft, id))
            .orElseThrow(() ->
                new LoginRefusal(
                    LoginError.invalid_client,
                    "client_id is missing, sent twice, or names no client of this environment"));
  }

  private Optional<ApiClient> client(AuthorizeDraft draft, String id) {
    try {
      return clients.find(draft.environment.id(), ClientId.parse("client_id", id));
    } catch (Problem notAnId) {
      return Optional.empty();
    }
  }

  /// There is an address to answer to, and it is registered, character by character. One with a
  /// template in it is trusted later, when the organization that it depends on is known.
  private static void hasARedirectUri(AuthorizeDraft draft) {
    String wanted =
        draft
            .parameters
            .find("redirect_uri")
            .orElseThrow(() ->
                new LoginRefusal(
                    LoginError.invalid_redirect_uri,
                    "redirect_uri is missing or sent twice; send one that is registered"));
    if (draft.client().settings().uris().allowsLogin(wanted, Map.of())) {
      draft.redirectUri = wanted;
    }
  }

  /// The answer, be it an error, goes back in a way that we know.
  private static void knowsTheResponseMode(AuthorizeDraft draft) {
    String wanted = draft.value("response_mode");
    if (wanted == null || wanted.equals("query")) {
      return;
    }
    if (!wanted.equals("form_post")) {
      throw new LoginRefusal(
          LoginError.invalid_request, "response_mode: expected query or form_post");
    }
    draft.responseMode = ResponseMode.form_post;
  }

  /// Every parameter has one meaning (RFC 6749, section 3.1).
  private static void saysEverythingOnce(AuthorizeDraft draft) {
    if (!draft.parameters.repeated().isEmpty()) {
      throw new LoginRefusal(LoginError.invalid_request, "a parameter is sent twice");
    }
  }

  /// Every value can be stored and sent on.
  private static void hasNoOversizedValue(AuthorizeDraft draft) {
    for (Map.Entry<String, String> parameter : draft.parameters.values().entrySet()) {
      if (parameter.getValue().length() > MAX_VALUE || parameter.getValue().indexOf('\0') >= 0) {
        throw new LoginRefusal(
            LoginError.invalid_request,
            "a parameter has more than " + MAX_VALUE + " characters, or a NUL in it");
      }
    }
  }

  /// No tokens in URLs: of all response types there is the code only (RFC 9700, section 2.1.2).
  private static void asksForACode(AuthorizeDraft draft) {
    String type = draft.value("response_type");
    if (type == null) {
      throw new LoginRefusal(LoginError.invalid_request, "response_type is missing; expected code");
    }
    if (!type.equals("code")) {
      throw new LoginRefusal(
          LoginError.unsupported_response_type, "response_type: expected code, nothing else");
    }
  }

  /// Nobody hides parameters in an object, or makes us fetch one (OpenID Connect Core, section 6).
  private static void bringsNoRequestObject(AuthorizeDraft draft) {
    if (draft.value("request") != null) {
      throw new LoginRefusal(
          LoginError.request_not_supported, "request objects are not read; send parameters");
    }
    if (draft.value("request_uri") != null) {
      throw new LoginRefusal(
          LoginError.request_uri_not_supported, "request_uri is not fetched; send parameters");
    }
    if (draft.value("registration") != null) {
      throw new LoginRefusal(
          LoginError.registration_not_supported, "clients are registered by the operator");
    }
  }

  private static void clientMayUseCodes(AuthorizeDraft draft) {
    if (!draft.client().settings().grants().contains(GrantType.AUTHORIZATION_CODE)) {
      throw new LoginRefusal(
          LoginError.access_denied, "the client may not use the authorization_code grant");
    }
  }

  /// It is a request of OpenID Connect, and asks for nothing that the client may not have: unknown
  /// scopes are left out (section 3.1.2.1), and so is `offline_access` without the grant for it.
  private static void keepsKnownScopes(AuthorizeDraft draft) {
    String wanted = draft.value("scope");
    if (wanted != null) {
      draft.scopes.addAll(Arrays.asList(wanted.split(" ", -1)));
    }
    draft.scopes.retainAll(Authorization.SCOPES);
    if (!draft.client().settings().grants().contains(GrantType.REFRESH_TOKEN)) {
      draft.scopes.remove(Authorization.OFFLINE_ACCESS);
    }
    if (!draft.scopes.contains("openid")) {
      throw new LoginRefusal(LoginError.invalid_scope, "scope: expected openid to be among them");
    }
  }

  /// The code will be of use to those only who know the verifier. A client with a secret may do
  /// without; nobody may use `plain`, and a challenge without a method means `plain` (RFC 7636,
  /// section 4.3).
  private static void hasACodeChallenge(AuthorizeDraft draft) {
    String challenge = draft.value("code_challenge");
    String method = draft.value("code_challenge_method");
    if (challenge == null) {
      if (draft.client().settings().needsPkce() || method != null) {
        throw new LoginRefusal(
            LoginError.invalid_request, "code_challenge is missing; send one of PKCE, method S256");
      }
      return;
    }
    if (!"S256".equals(method) || !S256_CHALLENGE.matcher(challenge).matches()) {
      throw new LoginRefusal(
          LoginError.invalid_request,
          "code_challenge: expected 43 characters and code_challenge_method=S256");
    }
    draft.codeChallenge = challenge;
  }

  /// What the person is to be shown makes sense: `none` stands alone.
  private static void knowsThePrompt(AuthorizeDraft draft) {
    String wanted = draft.value("prompt");
    if (wanted == null) {
      return;
    }
    List<Prompt> prompts =
        Arrays.stream(wanted.split(" ", -1)).flatMap(name -> Prompt.find(name).stream()).toList();
    if (prompts.isEmpty() || (prompts.contains(Prompt.none) && wanted.contains(" "))) {
      throw new LoginRefusal(
          LoginError.invalid_request,
          "prompt: expected none alone, or login, consent, select_account, create");
    }
    // Of several, signing in anew is the strictest, and the one that has consequences.
    draft.prompt = prompts.contains(Prompt.login) ? Prompt.login : prompts.getFirst();
  }

  private static void knowsTheMaxAge(AuthorizeDraft draft) {
    String wanted = draft.value("max_age");
    if (wanted == null) {
      return;
    }
    if (!wanted.matches("[0-9]{1,9}")) {
      throw new LoginRefusal(
          LoginError.invalid_request, "max_age: expected a whole number of seconds");
    }
    draft.maxAge = Integer.valueOf(wanted);
  }

  /// An ID token of before names the person; it must be ours, and this client's.
  private void knowsWhomTheAppExpects(AuthorizeDraft draft) {
    String token = draft.value("id_token_hint");
    if (token == null) {
      return;
    }
    draft.subject =
        hints
            .read(draft.environment.id(), token)
            .filter(hint -> hint.client().equals(draft.client().id()))
            .map(IdTokenHints.Hint::subject)
            .orElseThrow(() ->
                new LoginRefusal(
                    LoginError.invalid_request,
                    "id_token_hint: expected an ID token of this environment and client"));
  }
}
