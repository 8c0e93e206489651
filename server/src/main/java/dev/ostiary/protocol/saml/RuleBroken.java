package dev.ostiary.protocol.saml;

/// A message breaks a rule; the message of the exception says what was found. It ends as a
/// [Rejection], which is why it is checked and has no stack trace.
final class RuleBroken extends Exception {
  private static final long serialVersionUID = 1L;

  private final Rule rule;

  RuleBroken(Rule rule, String finding) {
    super(finding, null, false, false);
    this.rule = rule;
  }

  Rejection rejection() {
    return new Rejection(rule, String.valueOf(getMessage()));
  }
}
