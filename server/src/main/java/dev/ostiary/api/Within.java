package dev.ostiary.api;

import dev.ostiary.platform.Problem;
import java.util.function.Supplier;

/// Names fields as callers do. A feature knows the object that it was given; in the request that
/// object is a field, and a refused `oidc_config.issuer` is `connection.oidc_config.issuer`.
final class Within {
  private Within() {}

  /// What `work` makes of the object in this field of the request.
  ///
  /// @throws Problem as `work` does, with the paths of its fields from the request
  static <T> T field(String field, Supplier<T> work) {
    try {
      return work.get();
    } catch (Problem refusal) {
      throw refusal.within(field);
    }
  }
}
