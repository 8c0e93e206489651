package dev.ostiary.login;

import java.util.Arrays;
import java.util.Optional;

/// What the app asks the identity provider to show (OpenID Connect Core, section 3.1.2.1). We keep
/// no session of our own, so each is the provider's to fulfil.
enum Prompt {
  none,
  login,
  consent,
  select_account,
  create;

  static Optional<Prompt> find(String name) {
    return Arrays.stream(values()).filter(prompt -> prompt.name().equals(name)).findFirst();
  }
}
