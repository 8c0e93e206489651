package dev.ostiary.token;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.platform.id.EnvironmentId;
import java.time.Instant;

/// What became of an access token that somebody presented.
public sealed interface Verdict {
  /// It is ours, it is valid now, and its client still exists.
  record Accepted(ApiClient client, String tokenId, Instant expiry) implements Verdict {
    public EnvironmentId environment() {
      return client.environment();
    }
  }

  record Rejected(Reason reason) implements Verdict {}

  /// Why a token is not accepted, in words for whoever presented it.
  enum Reason {
    MALFORMED("Token malformed: expected an access token of this server"),
    UNKNOWN_KEY("Token signed with a key that this server does not have"),
    BAD_SIGNATURE("Token signature invalid"),
    WRONG_ENVIRONMENT("Token of another environment: use the URL it was issued at"),
    NOT_FOR_API("Token not meant for this API: get one with the client_credentials grant"),
    NOT_YET_VALID("Token not valid yet: check the clock of the machine that presents it"),
    EXPIRED("Token expired: get a new one at /oauth/token"),
    CLIENT_GONE("Token of a client that was deleted"),
    MACHINE("Token of an organization's client, which may call the app's API and not this one"),
    NO_API_ACCESS("Token of a client that may not call this API (disallow_scalekit_api_access)");

    private final String message;

    Reason(String message) {
      this.message = message;
    }

    public String message() {
      return message;
    }

    /// Whether the token is as good as it will ever be: another one would help no more.
    public boolean isFinal() {
      return this == MACHINE || this == NO_API_ACCESS;
    }
  }
}
