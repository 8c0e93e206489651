package dev.ostiary.web.page;

import dev.ostiary.platform.Problem;
import java.util.HashMap;
import java.util.Map;

/// What is wrong with a form that was sent: by field, and in general.
///
/// @param byField the name of the field, and what to do about it
/// @param general empty when every fault belongs to a field
public record Problems(Map<String, String> byField, String general) {
  /// Nothing is wrong.
  public static final Problems NONE = new Problems(Map.of(), "");

  public Problems {
    byField = Map.copyOf(byField);
  }

  /// A refusal, taken apart.
  public static Problems of(Problem problem) {
    Map<String, String> byField = new HashMap<>();
    problem
        .violations()
        .forEach(violation ->
            byField.merge(violation.field(), violation.description(), (a, b) -> a + "; " + b));
    return new Problems(byField, problem.getMessage());
  }

  public boolean isEmpty() {
    return byField.isEmpty() && general.isEmpty();
  }

  String of(String field) {
    return byField.getOrDefault(field, "");
  }

  /// The box above the form; nothing when nothing is wrong.
  public Html box() {
    return isEmpty() ? Html.NONE : Notice.bad(general);
  }
}
