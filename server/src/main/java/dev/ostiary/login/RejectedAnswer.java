package dev.ostiary.login;

import java.util.LinkedHashMap;
import java.util.Map;

/// The answer of an identity provider is not accepted, or is a refusal itself. Thrown by a leg,
/// caught where the attempt is ended.
///
/// The app is told the error and the rule. The advice and the facts are for the record: where the
/// people on the other side are likely to find the switch.
final class RejectedAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final LoginError error;
  private final String advice;
  private final LinkedHashMap<String, String> facts = new LinkedHashMap<>();

  /// @param rule which rule the answer breaks, in plain words; repeats nothing that came from
  ///   outside
  /// @param advice what to look at, and where, to mend it
  RejectedAnswer(LoginError error, String rule, String advice) {
    super(rule, null, false, false);
    this.error = error;
    this.advice = advice;
  }

  RejectedAnswer with(String fact, String value) {
    facts.put(fact, value);
    return this;
  }

  LoginError error() {
    return error;
  }

  String rule() {
    return String.valueOf(getMessage());
  }

  String advice() {
    return advice;
  }

  /// What the record keeps.
  Map<String, String> facts() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("error", error.name());
    all.put("rule", rule());
    all.put("advice", advice);
    all.putAll(facts);
    return all;
  }

  Login.Failure failure() {
    return new Login.Failure(error, rule());
  }
}
