package dev.ostiary.protocol.saml;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// The ID of a message of ours: 160 random bits, which nobody guesses or draws twice (SAML 2.0 Core,
/// section 1.3.4), after an underscore, since an `xs:ID` must not begin with a digit.
public final class RequestId {
  private static final int BYTES = 20;

  private RequestId() {}

  /// @param random a cryptographic one
  public static String next(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return "_" + HexFormat.of().formatHex(bytes);
  }
}
