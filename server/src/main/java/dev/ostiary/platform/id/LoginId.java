package dev.ostiary.platform.id;

/// One attempt to sign in. It has three text forms (wire contract, section 6): an attempt that was
/// asked for by an app is an auth request, one that tries a connection out is a test request, and
/// one that could not even be begun is known by its error.
public record LoginId(long number) implements Id {
  public LoginId {
    Id.requirePositive(number);
  }

  /// Reads the form `req_…` that came in `field`; refuses anything else with INVALID_ARGUMENT.
  public static LoginId parse(String field, String text) {
    return new LoginId(IdKind.LOGIN.parse(field, text));
  }

  /// Reads the form `err_…`, as {@link #parse}.
  public static LoginId parseError(String field, String text) {
    return new LoginId(IdKind.LOGIN_ERROR.parse(field, text));
  }

  /// Reads the form `test_…`, as {@link #parse}.
  public static LoginId parseTest(String field, String text) {
    return new LoginId(IdKind.TEST_LOGIN.parse(field, text));
  }

  /// The name under which its error can be read.
  public String errorText() {
    return IdKind.LOGIN_ERROR.text(number);
  }

  /// The name under which its test result can be read.
  public String testText() {
    return IdKind.TEST_LOGIN.text(number);
  }

  @Override
  public String toString() {
    return IdKind.LOGIN.text(number);
  }
}
