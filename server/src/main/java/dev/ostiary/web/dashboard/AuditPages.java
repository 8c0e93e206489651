package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.details;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.pre;
import static dev.ostiary.web.page.Tags.summary;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.environment.AuditEntry;
import dev.ostiary.environment.AuditLog;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Page;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Widgets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who did what.
final class AuditPages {
  private final AuditLog log;

  AuditPages(AuditLog log) {
    this.log = log;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(gate.look(Frame.Room.AUDIT.path, OperatorRole.ADMIN, this::list));
  }

  private Answer list(OperatorVisit visit) {
    Page<AuditEntry> page = log.list(visit.environment(), visit.page());
    return Answer.page(
        Frame.page(
            visit,
            Frame.Room.AUDIT,
            "Audit log",
            List.of(),
            Widgets.table(
                "Audit log",
                List.of("When", "Who", "What", "Values"),
                page.items().stream().map(entry -> row(visit, entry)).toList(),
                "Nothing has happened yet."),
            Widgets.pager(Frame.Room.AUDIT.path, page)));
  }

  private static Html row(OperatorVisit visit, AuditEntry entry) {
    return tr(
        td(Moments.relative(entry.time(), visit.now())),
        td(
            Html.text(who(entry)),
            div(css("quiet small"), Html.text(entry.actorId())),
            div(css("quiet small"), Html.text(entry.address()))),
        td(
            Html.text(entry.objectType() + " " + entry.action()),
            div(
                css("quiet small"),
                Html.text(entry.objectId() == null ? "" : entry.objectId().toString()))),
        td(values(entry)));
  }

  private static String who(AuditEntry entry) {
    return switch (entry.actorType()) {
      case "OPERATOR" -> "Operator";
      case "API_CLIENT" -> "API client";
      case "IT_ADMIN" -> "IT admin";
      default -> "Ostiary itself";
    };
  }

  private static Html values(AuditEntry entry) {
    if (entry.before() == null && entry.after() == null) {
      return Html.text("–");
    }
    return details(
        summary("Before and after"),
        json("before", entry.before()),
        json("after", entry.after()),
        div(css("quiet small"), Html.text("Request "), code(entry.requestId())));
  }

  private static Html json(String label, @Nullable ObjectNode value) {
    return value == null
        ? Html.NONE
        : Html.all(div(label, css("quiet small")), pre(Json.pretty(value)));
  }
}
