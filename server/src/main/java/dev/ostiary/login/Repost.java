package dev.ostiary.login;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Sends a form that came from another site once more, from a page of ours: browsers leave `Lax`
/// cookies out of the first and bring them along with the second.
final class Repost {
  /// Tells the second from the first.
  private static final String MARK = "reposted";

  private Repost() {}

  /// What to do when a form came without the cookie of the attempt that it answers.
  ///
  /// @param handle that the form holds
  /// @param action the address that the form was sent to
  /// @return empty when the cookie is there, or was missing the second time as well
  static Optional<NextStep> of(Visit visit, String handle, String action) {
    boolean known =
        Handshake.attemptOf(handle)
            .flatMap(id -> LoginCookie.find(visit.environment(), id, visit.cookies()))
            .isPresent();
    if (!visit.isPost() || known || visit.parameters().find(MARK).isPresent()) {
      return Optional.empty();
    }
    Map<String, String> fields = new LinkedHashMap<>(visit.parameters().values());
    fields.put(MARK, "1");
    return Optional.of(new NextStep.FormPost(action, fields));
  }
}
