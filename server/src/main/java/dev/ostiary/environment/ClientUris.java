package dev.ostiary.environment;

import dev.ostiary.platform.Faults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The addresses of an app that we send browsers, or our own calls, to. Nothing else is ever
/// redirected to. None of them is needed by a client that only calls the API.
///
/// @param postLogin the redirect URIs of a sign-in (`post_login_uris`); the first is the default
/// @param initiateLogin where the app starts a sign-in that began elsewhere
/// @param postLogout where a browser may go after logging out
/// @param backChannelLogout what we call when a session ends (OpenID Connect Back-Channel Logout)
public record ClientUris(
    List<RedirectUri> postLogin,
    @Nullable String initiateLogin,
    List<RedirectUri> postLogout,
    List<String> backChannelLogout) {
  /// Each list is looked through on every sign-in.
  private static final int MAX_URIS = 50;

  private static final int MAX_LENGTH = 256;

  public static final ClientUris NONE = new ClientUris(List.of(), null, List.of(), List.of());

  public ClientUris {
    postLogin = List.copyOf(postLogin);
    postLogout = List.copyOf(postLogout);
    backChannelLogout = List.copyOf(backChannelLogout);
    initiateLogin = initiateLogin == null || initiateLogin.isEmpty() ? null : initiateLogin;
    Faults faults = new Faults().url("initiate_login_uri", initiateLogin, MAX_LENGTH);
    refuseTooMany(faults, "post_login_uris", postLogin);
    refuseTooMany(faults, "post_logout_redirect_uris", postLogout);
    refuseTooMany(faults, "back_channel_logout_uris", backChannelLogout);
    for (int i = 0; i < backChannelLogout.size(); i++) {
      faults.url("back_channel_logout_uris[" + i + "]", backChannelLogout.get(i), MAX_LENGTH);
    }
    faults.refuse();
  }

  private static void refuseTooMany(Faults faults, String field, List<?> uris) {
    if (uris.size() > MAX_URIS) {
      faults.add(field, "found " + uris.size() + ", expected at most " + MAX_URIS);
    }
  }

  /// Reads a list of redirect URIs; refuses it with every fault in it.
  public static List<RedirectUri> redirects(String field, List<String> texts) {
    Faults faults = new Faults();
    List<RedirectUri> uris = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      Optional<String> fault = RedirectUri.fault(texts.get(i));
      if (fault.isPresent()) {
        faults.add(field + "[" + i + "]", fault.get());
      } else {
        uris.add(new RedirectUri(texts.get(i)));
      }
    }
    faults.refuse();
    return uris;
  }

  /// Refuses what is for development alone, unless that is what the environment is for.
  void check(boolean development, ClientType type) {
    if (!development) {
      Faults faults = new Faults();
      checkProduction(faults, "post_login_uris", postLogin, type);
      checkProduction(faults, "post_logout_redirect_uris", postLogout, type);
      faults.refuse();
    }
  }

  private static void checkProduction(
      Faults faults, String field, List<RedirectUri> uris, ClientType type) {
    for (int i = 0; i < uris.size(); i++) {
      String at = field + "[" + i + "]";
      uris.get(i).productionFault(type).ifPresent(fault -> faults.add(at, fault));
    }
  }

  /// Whether a sign-in may end at the URI that a request asks for.
  ///
  /// @param organization what templates stand for; see {@link RedirectUri#matches}
  public boolean allowsLogin(String requested, Map<String, String> organization) {
    return postLogin.stream().anyMatch(uri -> uri.matches(requested, organization));
  }

  /// Whether a logout may end at the URI that a request asks for.
  public boolean allowsLogout(String requested, Map<String, String> organization) {
    return postLogout.stream().anyMatch(uri -> uri.matches(requested, organization));
  }
}
