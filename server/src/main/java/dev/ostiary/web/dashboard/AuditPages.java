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
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Widgets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who did what.
final class AuditPages {
  private static final String PATH = Frame.Room.AUDIT.path;

  private static final Map<String, String> ACTORS = new LinkedHashMap<>();

  static {
    ACTORS.put("OPERATOR", "Operator");
    ACTORS.put("API_CLIENT", "API client");
    ACTORS.put("IT_ADMIN", "IT admin");
    ACTORS.put("SYSTEM", "Ostiary itself");
  }

  private final AuditLog log;

  AuditPages(AuditLog log) {
    this.log = log;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(gate.look(PATH, OperatorRole.ADMIN, this::list));
  }

  private Answer list(OperatorVisit visit) {
    Narrowing<AuditLog.Filter> wanted = Narrowing.read(() -> filter(visit));
    Map<String, String> objects = new LinkedHashMap<>();
    AuditLog.OBJECT_TYPES.forEach(type -> objects.put(type, type));
    return Answer.page(
        wanted.status(),
        Frame.page(
            visit,
            Frame.Room.AUDIT,
            "Audit log",
            List.of(),
            wanted.form(
                PATH,
                Narrowing.time(visit),
                Narrowing.choice(visit, "actor", "Who", ACTORS),
                Narrowing.choice(visit, "object", "What", objects),
                Narrowing.line(visit, "organization", "Organization (id)")),
            wanted.list(filter -> table(visit, filter))));
  }

  private static AuditLog.Filter filter(OperatorVisit visit) {
    String organization = visit.visit().query("organization").strip();
    return new AuditLog.Filter(
        Narrowing.among(visit, "actor", ACTORS.keySet()),
        Narrowing.among(visit, "object", AuditLog.OBJECT_TYPES),
        organization.isEmpty() ? null : OrganizationId.parse("organization", organization),
        Narrowing.since(visit));
  }

  private Html table(OperatorVisit visit, AuditLog.Filter filter) {
    Page<AuditEntry> page = log.list(visit.environment(), filter, visit.page());
    return Html.all(
        Widgets.table(
            "Audit log",
            List.of("When", "What", "Who", "Values"),
            page.items().stream().map(entry -> row(visit, entry)).toList(),
            "Nothing has happened that fits."),
        Widgets.pager(
            Narrowing.path(visit, PATH, "minutes", "actor", "object", "organization"), page));
  }

  private static Html row(OperatorVisit visit, AuditEntry entry) {
    return tr(
        td(Moments.relative(entry.time(), visit.now())),
        td(
            Html.text(entry.objectType() + " " + entry.action()),
            div(
                css("quiet small"),
                Html.text(entry.objectId() == null ? "" : entry.objectId().toString()))),
        td(
            Html.text(who(entry)),
            div(css("quiet small"), Html.text(entry.actorId())),
            div(css("quiet small"), Html.text(entry.address()))),
        td(values(entry)));
  }

  private static String who(AuditEntry entry) {
    return ACTORS.getOrDefault(entry.actorType(), entry.actorType());
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
