package dev.ostiary.web.dashboard;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.SamlConfig;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Widgets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;

/// How long the certificates of identity providers are good for.
final class Certificates {
  /// Time to find the customer's admin, who has to find theirs.
  private static final Duration SOON = Duration.ofDays(30);

  private Certificates() {}

  /// The one that ends first, among connections that are enabled; each connection counts with the
  /// certificate it can use longest.
  static Html soonest(Collection<Connection> connections, Instant now) {
    return connections.stream()
        .filter(Connection::enabled)
        .flatMap(Certificates::lasting)
        .min(Comparator.naturalOrder())
        .map(end -> daysLeft(end, now))
        .orElseGet(() -> Html.text("–"));
  }

  private static Stream<Instant> lasting(Connection connection) {
    return connection.config() instanceof SamlConfig saml
        ? saml.idpCertificates().stream()
            .map(SamlConfig.Certificate::notAfter)
            .max(Comparator.naturalOrder())
            .stream()
        : Stream.of();
  }

  static Html daysLeft(Instant notAfter, Instant now) {
    Duration left = Duration.between(now, notAfter);
    if (left.isNegative()) {
      return Widgets.badge("bad", "expired");
    }
    String days = left.toDays() == 1 ? "1 day left" : left.toDays() + " days left";
    return Widgets.badge(left.compareTo(SOON) < 0 ? "warn" : "good", days);
  }
}
