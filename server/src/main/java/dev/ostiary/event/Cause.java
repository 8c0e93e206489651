package dev.ostiary.event;

/// Who asked for a change, and in which request: kept with every event of it.
///
/// @param requestId the id that the caller was told, or that we gave the request
public record Cause(ActorType actor, String actorId, String requestId) {

  /// What kind of party acts.
  public enum ActorType {
    API_CLIENT,
    OPERATOR,
    IT_ADMIN,
    SYSTEM
  }

  /// The server itself, for what nobody asked for.
  public static Cause system(String reason) {
    return new Cause(ActorType.SYSTEM, "ostiary", reason);
  }
}
