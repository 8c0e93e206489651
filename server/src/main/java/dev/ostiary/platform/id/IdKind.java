package dev.ostiary.platform.id;

import dev.ostiary.platform.Problem;

/// Every kind of identifier that has a text form, and its prefix (wire contract, section 6).
public enum IdKind {
  ENVIRONMENT("env_"),
  CLIENT("skc_"),
  CLIENT_SECRET("sks_"),
  ORGANIZATION_CLIENT("m2morg_"),
  API_TOKEN("apit_"),
  SIGNING_KEY("snk_"),
  TOKEN("tkn_"),
  SESSION("ses_"),
  ORGANIZATION("org_"),
  DOMAIN("dom_"),
  PORTAL_LINK("lnk_"),
  CONNECTION("conn_"),
  EVENT("evt_"),
  ENDPOINT("whe_"),
  REPLAY("whr_"),
  LOGIN("req_"),
  LOGIN_ERROR("err_"),
  TEST_LOGIN("test_"),
  OPERATOR("opr_"),
  PASSKEY("pkey_");

  /// The contract allows 32 characters, prefix included; a 63-bit number needs at most 19.
  private static final int MAX_DIGITS = 19;

  private final String prefix;

  IdKind(String prefix) {
    this.prefix = prefix;
  }

  public String prefix() {
    return prefix;
  }

  String text(long number) {
    return prefix + number;
  }

  /// Reads the text form.
  ///
  /// @param field the field it came in, for the error
  /// @throws Problem INVALID_ARGUMENT when it is not the prefix followed by a positive number
  long parse(String field, String text) {
    if (text.startsWith(prefix)) {
      String digits = text.substring(prefix.length());
      if (isNumber(digits)) {
        try {
          return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
          // falls through to the same answer as any other malformed id
        }
      }
    }
    throw Problem.invalid(
        field, "not found in this form: expected " + prefix + " followed by a number");
  }

  private static boolean isNumber(String digits) {
    return !digits.isEmpty()
        && digits.length() <= MAX_DIGITS
        && digits.charAt(0) != '0'
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
