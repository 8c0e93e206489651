package dev.ostiary.platform.database;

import dev.ostiary.platform.Json;

/// Who is behind the work of this thread, for the audit log: an edge that lets somebody in runs
/// what they asked for {@link #as}, and every transaction in it tells the database.
///
/// @param type the kind of party, as the audit log names it
/// @param id who it is among those
/// @param requestId in which request
/// @param address from where
public record Actor(String type, String id, String requestId, String address) {
  private static final ScopedValue<Actor> CURRENT = ScopedValue.newInstance();

  /// Does something in this actor's name.
  public <T> T as(ScopedValue.CallableOp<T, RuntimeException> work) {
    return ScopedValue.where(CURRENT, this).call(work);
  }

  /// The setting that the trigger of the audit log reads; empty when the server acts by itself.
  static String setting() {
    if (!CURRENT.isBound()) {
      return "";
    }
    Actor actor = CURRENT.get();
    return Json.text(
        Json.object()
            .put("type", actor.type)
            .put("id", actor.id)
            .put("request_id", actor.requestId)
            .put("address", actor.address));
  }
}
