package dev.ostiary.token;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.RandomText;
import java.util.Optional;

/// A refresh token: one half names the family and stays, the other is new at each use. So one that
/// was used before is recognized however long ago that was, without keeping any of them.
record RefreshToken(Secret family, Secret turn) {
  /// 256 bits each, in base64url.
  private static final String FORM = "[A-Za-z0-9_-]{43}\\.[A-Za-z0-9_-]{43}";

  static RefreshToken first(RandomText random) {
    return new RefreshToken(random.token(), random.token());
  }

  static Optional<RefreshToken> parse(String text) {
    if (!text.matches(FORM)) {
      return Optional.empty();
    }
    int dot = text.indexOf('.');
    return Optional.of(
        new RefreshToken(new Secret(text.substring(0, dot)), new Secret(text.substring(dot + 1))));
  }

  RefreshToken next(RandomText random) {
    return new RefreshToken(family, random.token());
  }

  Secret text() {
    return new Secret(family.reveal() + "." + turn.reveal());
  }
}
