package dev.ostiary.web.page;

/// One page, or one thing that a page's form can do.
///
/// @param method GET or POST: forms know no other
/// @param pattern the path, with names in braces
public record PageRoute(Method method, String pattern, Handler handler) {

  /// What a browser can do with an address.
  public enum Method {
    GET,
    POST
  }

  /// Makes the answer. Blocks while it works; refuses with a `Problem`.
  @FunctionalInterface
  public interface Handler {
    Answer answer(Visit visit);
  }

  public static PageRoute get(String pattern, Handler handler) {
    return new PageRoute(Method.GET, pattern, handler);
  }

  public static PageRoute post(String pattern, Handler handler) {
    return new PageRoute(Method.POST, pattern, handler);
  }
}
