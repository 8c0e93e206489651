package dev.ostiary.login;

import org.jspecify.annotations.Nullable;

/// What an app wants of the identity provider's own pages.
///
/// @param loginHint whom it expects; an e-mail address as a rule
/// @param maxAge in seconds: how old the authentication may be
record Wishes(@Nullable String loginHint, @Nullable Prompt prompt, @Nullable Integer maxAge) {
  static final Wishes NONE = new Wishes(null, null, null);

  static Wishes of(AppRequest request) {
    return new Wishes(request.loginHint(), request.prompt(), request.maxAge());
  }

  /// Whether an authentication of before will not do.
  boolean wantsFreshLogin() {
    return prompt == Prompt.login || (maxAge != null && maxAge == 0);
  }
}
