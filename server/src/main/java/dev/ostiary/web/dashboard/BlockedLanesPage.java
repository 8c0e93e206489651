package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.environment.OperatorRole;
import dev.ostiary.platform.Page;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Widgets;
import dev.ostiary.webhook.BlockedLane;
import dev.ostiary.webhook.BlockedLanes;
import dev.ostiary.webhook.Endpoint;
import dev.ostiary.webhook.Endpoints;
import dev.ostiary.webhook.Webhooks;
import java.util.List;

/// Whose events wait at an endpoint, for which one, since when, and why.
final class BlockedLanesPage {
  private static final String STEP = "/lanes";

  private final Endpoints endpoints;
  private final BlockedLanes lanes;

  BlockedLanesPage(Webhooks webhooks) {
    this.endpoints = webhooks.endpoints();
    this.lanes = webhooks.blockedLanes();
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(gate.look(EndpointPages.ONE + STEP, OperatorRole.VIEWER, this::show));
  }

  private Answer show(OperatorVisit visit) {
    Endpoint endpoint = endpoints.get(visit.environment(), EndpointPages.id(visit));
    String path = EndpointPages.path(endpoint.id());
    Page<BlockedLane> page = lanes.list(visit.environment(), endpoint.id(), visit.page());
    return Answer.page(
        Frame.pageUnder(
            visit,
            Frame.Room.WEBHOOKS,
            Frame.crumbs(path, endpoint.settings().name()),
            "Blocked lanes",
            List.of(),
            p(
                "An event that cannot be delivered holds back those of the same organization, and"
                    + " nobody else's. It is tried again at the times of the schedule; when it gets"
                    + " through, or the schedule ends, the others follow."),
            Widgets.table(
                "Blocked lanes",
                List.of("Organization", "Waits for", "Since", "Why", "Next attempt", "Behind it"),
                page.items().stream().map(lane -> row(visit, path, lane)).toList(),
                "No lane waits."),
            Widgets.pager(path + STEP, page)));
  }

  private static Html row(OperatorVisit visit, String path, BlockedLane lane) {
    return tr(
        td(OrganizationPages.link(lane.organization())),
        td(
            a(lane.eventType(), href(path + "/deliveries/" + lane.event())),
            div(lane.event().toString(), css("quiet small"))),
        td(
            Moments.relative(lane.since(), visit.now()),
            div(
                lane.attempts() == 1 ? "1 attempt" : lane.attempts() + " attempts",
                css("quiet small"))),
        td(lane.lastError().isEmpty() ? "Its turn has just come" : lane.lastError()),
        td(Moments.relative(lane.nextAttemptTime(), visit.now())),
        td(
            lane.waiting() >= BlockedLanes.COUNTED
                ? BlockedLanes.COUNTED + " or more"
                : Integer.toString(lane.waiting())));
  }
}
