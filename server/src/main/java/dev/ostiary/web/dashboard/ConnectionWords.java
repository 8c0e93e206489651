package dev.ostiary.web.dashboard;

import dev.ostiary.connection.ConnectionProvider;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How identity providers are called by people.
final class ConnectionWords {
  /// Those a customer's company may have; the contract's other names are of sign-in by an account
  /// at a service, which no organization owns.
  private static final List<ConnectionProvider> OFFERED =
      List.of(
          ConnectionProvider.OKTA,
          ConnectionProvider.MICROSOFT_AD,
          ConnectionProvider.GOOGLE,
          ConnectionProvider.ONELOGIN,
          ConnectionProvider.PING_IDENTITY,
          ConnectionProvider.JUMPCLOUD,
          ConnectionProvider.ADFS,
          ConnectionProvider.AUTH0,
          ConnectionProvider.CUSTOM,
          ConnectionProvider.IDP_SIMULATOR);

  private ConnectionWords() {}

  static String provider(ConnectionProvider provider) {
    return switch (provider) {
      case OKTA -> "Okta";
      case GOOGLE -> "Google Workspace";
      case MICROSOFT_AD -> "Microsoft Entra ID";
      case AUTH0 -> "Auth0";
      case ONELOGIN -> "OneLogin";
      case PING_IDENTITY -> "Ping Identity";
      case JUMPCLOUD -> "JumpCloud";
      case CUSTOM -> "Another provider";
      case GITHUB -> "GitHub";
      case GITLAB -> "GitLab";
      case LINKEDIN -> "LinkedIn";
      case SALESFORCE -> "Salesforce";
      case MICROSOFT -> "Microsoft";
      case IDP_SIMULATOR -> "Built-in simulator";
      case SCALEKIT -> "Scalekit";
      case ADFS -> "AD FS";
    };
  }

  /// For a list to choose from.
  static Map<String, String> offered() {
    Map<String, String> offered = new LinkedHashMap<>();
    OFFERED.forEach(provider -> offered.put(provider.name(), provider(provider)));
    return offered;
  }
}
