package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.environment.LoginLink;
import dev.ostiary.environment.Operator;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.environment.Staff;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.id.OperatorId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The team: who may come in, and what each may do.
final class OperatorPages {
  private static final String PATH = Frame.Room.OPERATORS.path;

  private final Staff staff;

  OperatorPages(Staff staff) {
    this.staff = staff;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(PATH, OperatorRole.VIEWER, visit -> list(visit, 200, Html.NONE, Problems.NONE)),
        gate.change(PATH, OperatorRole.OWNER, this::create),
        gate.change(PATH + "/{operator}/link", OperatorRole.OWNER, this::link),
        gate.change(PATH + "/{operator}/role", OperatorRole.OWNER, this::setRole),
        gate.change(PATH + "/{operator}/delete", OperatorRole.OWNER, this::delete));
  }

  private Answer list(OperatorVisit visit, int status, Html message, Problems problems) {
    boolean owner = visit.operator().role() == OperatorRole.OWNER;
    List<Html> rows =
        staff.operators().list(visit.environment()).stream()
            .map(operator -> row(visit, operator, owner))
            .toList();
    return Answer.page(
        status,
        Frame.page(
            visit,
            Frame.Room.OPERATORS,
            "Operators",
            List.of(),
            message,
            problems.box(),
            Widgets.table("Operators", List.of("Name", "Role", "Id", ""), rows, "Nobody."),
            Html.when(
                owner,
                () ->
                    Widgets.section(
                        "Somebody new",
                        p(
                            "You get a link to pass on. It works once, within "
                                + Moments.length(LoginLink.INVITATION)
                                + "."),
                        form(
                            method("post"),
                            visit.token().field(),
                            Field.line("name", "Name").required().html(problems),
                            Field.choice("role", "Role", roles()).value("ADMIN").html(problems),
                            button("Add", css("main")))))));
  }

  private static Map<String, String> roles() {
    Map<String, String> roles = new LinkedHashMap<>();
    roles.put("VIEWER", "Viewer: looks, and sees no secrets");
    roles.put("ADMIN", "Admin: changes customers, connections and webhooks");
    roles.put("OWNER", "Owner: also says who may do what");
    return roles;
  }

  private static Html row(OperatorVisit visit, Operator operator, boolean owner) {
    String path = PATH + "/" + operator.id();
    return tr(
        td(operator.name()),
        td(
            owner
                ? form(
                    method("post"),
                    action(path + "/role"),
                    css("actions"),
                    visit.token().field(),
                    Field.choice("role", "Role of " + operator.name(), names())
                        .value(operator.role().name())
                        .html(Problems.NONE),
                    button("Set", css("small")))
                : Html.text(Words.role(operator.role()))),
        td(Html.text(operator.id().toString())),
        td(
            Html.when(
                owner,
                () ->
                    Html.all(
                        Widgets.action(path + "/link", visit.token(), "New link", "small"),
                        Html.text(" "),
                        Widgets.action(
                            path + "/delete", visit.token(), "Remove", "small danger")))));
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    for (OperatorRole role : OperatorRole.values()) {
      names.put(role.name(), Words.role(role));
    }
    return names;
  }

  private Answer create(OperatorVisit visit) {
    try {
      Operator made =
          staff
              .operators()
              .create(
                  visit.environment(),
                  visit.visit().form("name"),
                  visit.visit().choice("role", OperatorRole.class));
      return showLink(visit, made);
    } catch (Problem problem) {
      return list(visit, 422, Html.NONE, Problems.of(problem));
    }
  }

  private Answer link(OperatorVisit visit) {
    return showLink(visit, staff.operators().get(visit.environment(), id(visit)));
  }

  /// The link is built from the environment's own URL, never from what the browser called us.
  private Answer showLink(OperatorVisit visit, Operator operator) {
    Secret link = staff.sessions().invite(visit.environment(), operator.id());
    staff
        .audit()
        .add(visit.environment(), visit.actor(), "invited", "operator", operator.id().number());
    String address = visit.visit().environment().url() + LoginLink.PATH + link.reveal();
    return list(
        visit,
        200,
        Html.all(
            Notice.good(
                "This link lets "
                    + operator.name()
                    + " in, once. It is shown only now, and"
                    + " ends every earlier one."),
            Widgets.copyable(address),
            p("")),
        Problems.NONE);
  }

  private Answer setRole(OperatorVisit visit) {
    try {
      staff
          .operators()
          .setRole(
              visit.environment(), id(visit), visit.visit().choice("role", OperatorRole.class));
      return Answer.redirect(PATH);
    } catch (Problem problem) {
      return list(visit, 409, Html.NONE, Problems.of(problem));
    }
  }

  private Answer delete(OperatorVisit visit) {
    try {
      staff.operators().delete(visit.environment(), id(visit));
      return Answer.redirect(PATH);
    } catch (Problem problem) {
      return list(visit, 409, Html.NONE, Problems.of(problem));
    }
  }

  private static OperatorId id(OperatorVisit visit) {
    return OperatorId.parse("operator", visit.visit().name("operator"));
  }
}
