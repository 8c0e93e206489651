package dev.ostiary.login;

import dev.ostiary.environment.Environment;
import dev.ostiary.platform.id.ConnectionId;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request of a browser, as far as the front channel looks at it.
///
/// @param query as it stands in the address, still encoded
/// @param parameters those of the query for a GET, those of the form for a POST, never both
/// @param connection the one in the path, if the place has one there
/// @param site `Sec-Fetch-Site`, what the browser says of where the request comes from
/// @param from the address of the browser, as far as the proxies before us are believed
record Visit(
    Environment environment,
    boolean isPost,
    String query,
    Parameters parameters,
    @Nullable ConnectionId connection,
    Map<String, String> cookies,
    @Nullable String site,
    InetAddress from) {

  /// What this browser keeps of the attempt that a handle names, if the handle is the right one.
  Optional<Handshake> handshake(String handle) {
    return Handshake.attemptOf(handle)
        .flatMap(id -> LoginCookie.find(environment, id, cookies))
        .filter(handshake -> handshake.isHandle(handle));
  }
}
