package dev.ostiary.web.dashboard;

import dev.ostiary.connection.Connection;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Widgets;
import dev.ostiary.webhook.Delivery;
import dev.ostiary.webhook.DisabledReason;
import dev.ostiary.webhook.Endpoint;
import org.jspecify.annotations.Nullable;

/// How the states of things are called on the operator's pages, and the mood they are shown in.
final class Words {
  private Words() {}

  static String role(OperatorRole role) {
    return switch (role) {
      case VIEWER -> "viewer";
      case ADMIN -> "admin";
      case OWNER -> "owner";
    };
  }

  static Html state(Connection connection) {
    if (connection.enabled()) {
      return Widgets.badge("good", "Enabled");
    }
    return switch (connection.status()) {
      case DRAFT -> Widgets.badge("calm", "Draft");
      case IN_PROGRESS -> Widgets.badge("warn", "In progress");
      case COMPLETED -> Widgets.badge("calm", "Completed, off");
    };
  }

  static Html state(Endpoint endpoint) {
    @Nullable DisabledReason reason = endpoint.disabledReason();
    if (reason == null) {
      return Widgets.badge("good", "Enabled");
    }
    return Widgets.badge(reason == DisabledReason.REQUESTED ? "calm" : "bad", "Disabled");
  }

  static String reason(DisabledReason reason) {
    return switch (reason) {
      case REQUESTED -> "somebody asked for it";
      case GONE -> "the receiver answered 410 Gone";
      case ABANDONED -> "every attempt of five days failed";
    };
  }

  static Html state(Delivery.Status status) {
    return switch (status) {
      case PENDING -> Widgets.badge("calm", "Pending");
      case RETRYING -> Widgets.badge("warn", "Retrying");
      case SUCCESS -> Widgets.badge("good", "Success");
      case EXHAUSTED -> Widgets.badge("bad", "Exhausted");
      case SKIPPED -> Widgets.badge("calm", "Skipped");
    };
  }
}
