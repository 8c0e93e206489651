package dev.ostiary.api;

import com.google.protobuf.Message;
import dev.ostiary.platform.Problem;
import io.grpc.Context;
import java.util.function.Supplier;

/// The condition that a caller puts to an update (`If-Match`, RFC 9110, section 13.1.1): that the
/// object still is what it was when the caller read it.
final class Precondition {
  private static final Context.Key<Precondition> KEY = Context.key("precondition");

  private final String condition;
  private boolean judged;

  Precondition(String condition) {
    this.condition = condition;
  }

  Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /// Whether the handler has held the condition against an object.
  boolean judged() {
    return judged;
  }

  /// Holds the condition of the present call, if it has one, against the object as it is before the
  /// change.
  ///
  /// @throws Problem ETAG_MISMATCH
  static void check(Supplier<? extends Message> before) {
    Precondition precondition = KEY.get();
    if (precondition == null) {
      return;
    }
    precondition.judged = true;
    String version = Etags.version(before.get());
    if (!Etags.matches(precondition.condition, version)) {
      throw new Problem(
          Problem.Kind.ETAG_MISMATCH,
          "it was changed since: found version "
              + version
              + ", expected "
              + precondition.condition
              + "; read it again, then repeat the change");
    }
  }
}
