package dev.ostiary.api.docs;

import java.util.Locale;
import java.util.Map;

/// Names of the protos as people read them.
final class Words {
  /// What is written in capitals.
  private static final Map<String, String> SHORT =
      Map.of("api", "API", "saml", "SAML", "id", "ID", "otp", "OTP");

  private Words() {}

  /// `ListOrganizationConnections` as "List organization connections".
  static String of(String name) {
    String[] words =
        name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT).split(" ", -1);
    for (int i = 0; i < words.length; i++) {
      words[i] = SHORT.getOrDefault(words[i], words[i]);
    }
    String text = String.join(" ", words);
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  /// `WebhookEndpointService` as "Webhook endpoint".
  static String ofService(String name) {
    return of(name.replaceFirst("Service$", ""));
  }
}
