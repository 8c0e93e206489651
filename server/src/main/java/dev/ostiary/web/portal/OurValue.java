package dev.ostiary.web.portal;

import dev.ostiary.connection.SpUrls;
import java.util.Locale;
import java.util.function.Function;

/// A value of ours that an IT admin copies into the identity provider; guides name it in braces.
@SuppressWarnings("ImmutableEnumChecker") // each function is a method of a record
enum OurValue {
  ACS(SpUrls::callback),
  /// The same for a field that takes a regular expression.
  ACS_PATTERN(urls -> "^" + urls.callback().replaceAll("([.?/+])", "\\\\$1") + "$"),
  ENTITY_ID(SpUrls::entityId),
  METADATA(SpUrls::metadata),
  CALLBACK(SpUrls::callback),
  INITIATE_LOGIN(SpUrls::initiateLogin),
  POST_LOGOUT(SpUrls::postLogoutCallback);

  private final Function<SpUrls, String> value;

  OurValue(Function<SpUrls, String> value) {
    this.value = value;
  }

  static OurValue named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  String of(SpUrls urls) {
    return value.apply(urls);
  }
}
