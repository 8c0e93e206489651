package dev.ostiary.login;

import com.linecorp.armeria.server.Route;
import java.util.Set;

/// A place of the front channel where a browser can knock.
interface BrowserEndpoint {
  /// Where it is. A connection in a path is called `connection`.
  Set<Route> routes();

  /// @throws LoginRefusal when the browser can only be shown that it went wrong
  Reply serve(Visit visit);
}
