package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.data;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.dd;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.dl;
import static dev.ostiary.web.page.Tags.dt;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.span;

import dev.ostiary.environment.OperatorRole;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import dev.ostiary.webhook.Deliveries;
import dev.ostiary.webhook.DisabledReason;
import dev.ostiary.webhook.Endpoint;
import dev.ostiary.webhook.Endpoints;
import dev.ostiary.webhook.Retention;
import dev.ostiary.webhook.WebhookSecret;
import dev.ostiary.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One endpoint: how it stands, its secrets, and what was sent to it.
final class EndpointPage {
  /// So that a receiver can be changed over within a working day, wherever it is.
  private static final Duration OVERLAP = Duration.ofHours(24);

  private final Endpoints endpoints;
  private final DeliveryList deliveries;
  private final Retention retention;

  EndpointPage(Webhooks webhooks) {
    this.endpoints = webhooks.endpoints();
    this.deliveries = new DeliveryList(webhooks.deliveries());
    this.retention = webhooks.retention();
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(EndpointPages.ONE, OperatorRole.VIEWER, this::show),
        gate.change(EndpointPages.ONE + "/secret", OperatorRole.ADMIN, this::reveal),
        gate.change(EndpointPages.ONE + "/rotate", OperatorRole.ADMIN, this::rotate));
  }

  private Answer show(OperatorVisit visit) {
    return show(visit, List.of());
  }

  private Answer reveal(OperatorVisit visit) {
    return show(visit, endpoints.reveal(visit.environment(), EndpointPages.id(visit)));
  }

  private Answer rotate(OperatorVisit visit) {
    return show(
        visit, endpoints.rotateSecret(visit.environment(), EndpointPages.id(visit), OVERLAP));
  }

  private Answer show(OperatorVisit visit, List<WebhookSecret> secrets) {
    Endpoint endpoint = endpoints.get(visit.environment(), EndpointPages.id(visit));
    String path = EndpointPages.path(endpoint.id());
    Narrowing<Deliveries.Filter> wanted = DeliveryList.wanted(visit);
    if (visit.visit().wantsFragment()) {
      return Answer.page(wanted.status(), deliveries.rows(visit, endpoint, wanted));
    }
    return Answer.page(
        wanted.status(),
        Frame.pageUnder(
            visit,
            Frame.Room.WEBHOOKS,
            Frame.crumbs(EndpointPages.PATH, "Webhooks"),
            endpoint.settings().name(),
            List.of(
                a("Blocked lanes", href(path + "/lanes"), css("button")),
                a("Replays", href(path + "/replays"), css("button")),
                a("Change", href(path + "/edit"), css("button")),
                endpoint.enabled()
                    ? Widgets.action(path + "/disable", visit.token(), "Disable", "")
                    : Html.NONE,
                a("Delete", href(path + "/delete"), css("button danger"))),
            disabled(visit, endpoint),
            facts(visit, endpoint),
            secret(visit, endpoint, secrets),
            TestEventPages.section(visit, endpoint),
            deliveries.section(visit, endpoint, wanted)));
  }

  private Html disabled(OperatorVisit visit, Endpoint endpoint) {
    @Nullable DisabledReason reason = endpoint.disabledReason();
    if (reason == null) {
      return Html.NONE;
    }
    Map<String, String> points = new LinkedHashMap<>();
    points.put("CURSOR", "With everything that happened meanwhile");
    points.put("END", "With what happens from now on");
    return Widgets.section(
        "It is disabled",
        p("Why: " + Words.reason(reason) + ". " + waiting()),
        form(
            method("post"),
            action(EndpointPages.path(endpoint.id()) + "/enable"),
            visit.token().field(),
            Field.choice("resume_from", "Where shall it go on?", points).html(Problems.NONE),
            button("Enable", css("main"))));
  }

  private String waiting() {
    Retention.@Nullable Periods kept = retention.kept();
    @Nullable Duration limit = kept == null ? null : kept.disabled();
    return limit == null
        ? "Events wait in the log and nothing is lost."
        : "Events wait in the log, those that are old for "
            + Moments.length(limit)
            + " after its last change at least.";
  }

  private static Html facts(OperatorVisit visit, Endpoint endpoint) {
    return Widgets.section(
        "Facts",
        dl(
            dt("State"),
            dd(Words.state(endpoint)),
            dt("URL"),
            dd(Widgets.copyable(endpoint.settings().url().toString())),
            dt("Id"),
            dd(Widgets.copyable(endpoint.id().toString())),
            dt("Events"),
            dd(
                endpoint.settings().eventTypes().isEmpty()
                    ? Html.text("all")
                    : Html.each(
                        endpoint.settings().eventTypes().stream().sorted().toList(),
                        type -> div(code(type)))),
            dt("Changed"),
            dd(Moments.relative(endpoint.updateTime(), visit.now()))));
  }

  private static Html secret(OperatorVisit visit, Endpoint endpoint, List<WebhookSecret> secrets) {
    if (!visit.operator().role().covers(OperatorRole.ADMIN)) {
      return Html.NONE;
    }
    String path = EndpointPages.path(endpoint.id());
    return Widgets.section(
        "Signing secret",
        Html.each(secrets, EndpointPage::secret),
        div(
            css("actions"),
            Widgets.action(path + "/secret", visit.token(), "Show", ""),
            Widgets.action(path + "/rotate", visit.token(), "Rotate", "")),
        p(
            "After a rotation the old secret signs beside the new one for "
                + OVERLAP.toHours()
                + " hours, so that your receiver can be changed over in between.",
            css("note")));
  }

  private static Html secret(WebhookSecret secret) {
    @Nullable Instant end = secret.expireTime();
    return Html.all(
        Widgets.copyable(secret.text().reveal()),
        end == null
            ? p("The current one.", css("note"))
            : p(
                css("note"),
                Html.text("The old one; signs until "),
                Moments.exact(end),
                Html.text(", that is for "),
                span(data("until", end.toString()), Html.text("a while")),
                Html.text(".")));
  }
}
