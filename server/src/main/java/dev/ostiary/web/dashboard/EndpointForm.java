package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.checked;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.forId;
import static dev.ostiary.web.page.Attributes.id;
import static dev.ostiary.web.page.Attributes.name;
import static dev.ostiary.web.page.Attributes.type;
import static dev.ostiary.web.page.Attributes.value;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.details;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.fieldset;
import static dev.ostiary.web.page.Tags.input;
import static dev.ostiary.web.page.Tags.label;
import static dev.ostiary.web.page.Tags.legend;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.summary;

import dev.ostiary.event.EventType;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.outbound.OutboundUrl;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Visit;
import dev.ostiary.webhook.EndpointSettings;
import dev.ostiary.webhook.Ordering;
import dev.ostiary.webhook.Pace;
import dev.ostiary.webhook.PayloadFormat;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The form of an endpoint's settings.
final class EndpointForm {
  private static final String EVENT_TYPES = "event_types";

  private EndpointForm() {}

  /// @param before null for a new endpoint
  /// @param sent what was entered the last time; null the first time
  static Html fields(@Nullable EndpointSettings before, @Nullable Visit sent, Problems problems) {
    Pace pace = before == null ? Pace.DEFAULT : before.pace();
    return Html.all(
        Field.line("name", "Name")
            .value(entered(sent, "name", before == null ? "" : before.name()))
            .required()
            .html(problems),
        Field.url("url", "URL")
            .value(entered(sent, "url", before == null ? "" : before.url().toString()))
            .required()
            .hint("Each event is sent there by POST, signed. Any 2xx within the time-out is taken.")
            .html(problems),
        Field.line("description", "Description")
            .value(entered(sent, "description", before == null ? "" : before.description()))
            .html(problems),
        types(sent == null ? chosen(before) : Set.copyOf(sent.formAll(EVENT_TYPES))),
        details(
            summary("Manners"),
            Field.number("timeout_seconds", "Time-out in seconds")
                .value(
                    entered(
                        sent,
                        "timeout_seconds",
                        Long.toString(
                            (before == null ? EndpointSettings.DEFAULT_TIMEOUT : before.timeout())
                                .toSeconds())))
                .html(problems),
            Field.choice("ordering", "Order", orders())
                .value(
                    entered(
                        sent,
                        "ordering",
                        (before == null ? Ordering.PER_ORGANIZATION : before.ordering()).name()))
                .html(problems),
            Field.choice("payload_format", "Payload", formats())
                .value(
                    entered(
                        sent,
                        "payload_format",
                        (before == null ? PayloadFormat.STANDARD : before.format()).name()))
                .html(problems),
            Field.number("max_in_flight", "Requests at a time, at most")
                .value(entered(sent, "max_in_flight", Integer.toString(pace.maxInFlight())))
                .html(problems),
            Field.number("rate_limit_per_second", "Requests per second, at most (0: no limit)")
                .value(entered(sent, "rate_limit_per_second", Integer.toString(pace.perSecond())))
                .html(problems),
            Field.tick(
                    "asymmetric_signatures",
                    "Sign with Ed25519 too (v1a)",
                    sent == null
                        ? before != null && before.asymmetricSignatures()
                        : sent.ticked("asymmetric_signatures"))
                .html(problems)));
  }

  private static String entered(@Nullable Visit sent, String field, String before) {
    return sent == null ? before : sent.form(field);
  }

  private static Set<String> chosen(@Nullable EndpointSettings before) {
    return before == null ? Set.of() : before.eventTypes();
  }

  private static Html types(Set<String> chosen) {
    return fieldset(
        legend("Events"),
        p("Without a tick it gets all events but those marked “only when ticked”.", css("note")),
        div(css("ticks"), Html.each(List.of(EventType.values()), type -> tick(type, chosen))));
  }

  private static Html tick(EventType event, Set<String> chosen) {
    String element = "type-" + event.wireName().replace('.', '-');
    return div(
        css("field tick"),
        input(
            type("checkbox"),
            id(element),
            name(EVENT_TYPES),
            value(event.wireName()),
            checked(chosen.contains(event.wireName()))),
        label(
            forId(element),
            code(event.wireName()),
            Html.text(event.isForEverybody() ? "" : " (only when ticked)")));
  }

  private static Map<String, String> orders() {
    Map<String, String> orders = new LinkedHashMap<>();
    orders.put(Ordering.PER_ORGANIZATION.name(), "One after the other, for each organization");
    orders.put(Ordering.NONE.name(), "As they come; one that fails holds back nothing");
    return orders;
  }

  private static Map<String, String> formats() {
    Map<String, String> formats = new LinkedHashMap<>();
    formats.put(PayloadFormat.STANDARD.name(), "Standard");
    formats.put(PayloadFormat.DETAILED.name(), "Detailed: with sequence, actor, former values");
    return formats;
  }

  /// The settings that the form asks for; what it does not show stays as it was.
  ///
  /// @param url what may be sent to, of what was entered
  static EndpointSettings read(Visit visit, OutboundUrl url, @Nullable EndpointSettings before) {
    EndpointSettings rest =
        before == null ? EndpointSettings.defaults(url, visit.form("name")) : before;
    return new EndpointSettings(
        url,
        visit.form("name"),
        visit.form("description"),
        Set.copyOf(visit.formAll(EVENT_TYPES)),
        Duration.ofSeconds(number(visit, "timeout_seconds")),
        visit.choice("ordering", Ordering.class),
        visit.choice("payload_format", PayloadFormat.class),
        visit.ticked("asymmetric_signatures"),
        rest.headers(),
        rest.retries(),
        new Pace(number(visit, "max_in_flight"), number(visit, "rate_limit_per_second")));
  }

  /// A whole number that was entered.
  static int number(Visit visit, String field) {
    try {
      return Integer.parseInt(visit.form(field));
    } catch (NumberFormatException e) {
      throw Problem.invalid(field, "found \"" + visit.form(field) + "\", expected a whole number");
    }
  }
}
