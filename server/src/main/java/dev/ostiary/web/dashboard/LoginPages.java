package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.details;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.li;
import static dev.ostiary.web.page.Tags.ol;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.pre;
import static dev.ostiary.web.page.Tags.strong;
import static dev.ostiary.web.page.Tags.summary;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.environment.OperatorRole;
import dev.ostiary.login.Login;
import dev.ostiary.login.LoginFilter;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.login.LoginStatus;
import dev.ostiary.login.LoginStep;
import dev.ostiary.login.LoginTarget;
import dev.ostiary.login.Purpose;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Widgets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The attempts to sign in, each with what happened in it and what went wrong.
final class LoginPages {
  private static final String PATH = Frame.Room.LOGINS.path;

  private final LoginRecords records;

  LoginPages(LoginRecords records) {
    this.records = records;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(gate.look(PATH, OperatorRole.VIEWER, this::list));
  }

  private Answer list(OperatorVisit visit) {
    Narrowing<LoginFilter> wanted = Narrowing.read(() -> filter(visit));
    Map<String, String> states = new LinkedHashMap<>();
    for (LoginStatus status : LoginStatus.values()) {
      states.put(status.name(), word(status));
    }
    return Answer.page(
        wanted.status(),
        Frame.page(
            visit,
            Frame.Room.LOGINS,
            "Sign-ins",
            List.of(),
            wanted.form(
                PATH,
                Narrowing.time(visit),
                Narrowing.choice(visit, "status", "State", states),
                Narrowing.line(visit, "email", "E-mail"),
                Narrowing.line(visit, "connection", "Connection (id)")),
            wanted.list(filter -> list(visit, filter))));
  }

  private Html list(OperatorVisit visit, LoginFilter filter) {
    Page<Login> page = records.list(visit.environment(), filter, visit.page());
    return Html.all(
        table(visit, page.items(), "No attempt to sign in fits."),
        Widgets.pager(
            Narrowing.path(visit, PATH, "minutes", "status", "email", "connection"), page));
  }

  private static LoginFilter filter(OperatorVisit visit) {
    String email = visit.visit().query("email").strip();
    String connection = visit.visit().query("connection").strip();
    return new LoginFilter(
        email.isEmpty() ? null : email,
        visit.visit().queryChoice("status", LoginStatus.class).stream().toList(),
        Narrowing.since(visit),
        null,
        null,
        connection.isEmpty() ? null : ConnectionId.parse("connection", connection));
  }

  /// The last attempts through one connection, as part of its page.
  static Html section(OperatorVisit visit, LoginRecords records, ConnectionId connection) {
    Page.Request latest = Page.Request.of(Page.Request.DEFAULT_SIZE, "").uncounted();
    return Widgets.section(
        "Sign-ins",
        table(
            visit,
            records.list(visit.environment(), LoginFilter.of(connection), latest).items(),
            "Nobody has tried to sign in through it yet."));
  }

  private static Html table(OperatorVisit visit, List<Login> logins, String ifNone) {
    return Widgets.table(
        "Sign-ins",
        List.of("When", "Who", "Through", "State", "What happened"),
        logins.stream().map(login -> row(visit, login)).toList(),
        ifNone);
  }

  private static Html row(OperatorVisit visit, Login login) {
    String email = login.email();
    Login.Failure failure = login.failure();
    return tr(
        td(Moments.relative(login.createTime(), visit.now())),
        td(
            Html.text(email == null ? "–" : email),
            Html.when(login.purpose() == Purpose.TEST, () -> div("a test", css("quiet small")))),
        td(through(login.target())),
        td(Widgets.badge(mood(login.status()), word(login.status()))),
        td(
            failure == null ? Html.NONE : p(failure.description()),
            details(
                summary(login.steps().size() + " steps"),
                ol(css("line"), Html.each(login.steps(), LoginPages::step)))));
  }

  /// The connection and whose it is; none before one is chosen. Either may have been deleted since.
  private static Html through(@Nullable LoginTarget target) {
    return target == null
        ? Html.text("–")
        : Html.all(
            a(
                ConnectionWords.provider(target.provider()),
                href(ConnectionPages.path(target.organization(), target.connection()))),
            div(target.organization().toString(), css("quiet small")));
  }

  private static Html step(LoginStep step) {
    return li(
        strong(step.what()),
        div(css("quiet small"), Moments.exact(step.time())),
        Html.each(
            step.facts().entrySet(),
            fact -> div(css("small"), code(fact.getKey()), pre(fact.getValue()))));
  }

  private static String mood(LoginStatus status) {
    return switch (status) {
      case INITIATED -> "calm";
      case PENDING -> "warn";
      case SUCCESS -> "good";
      case FAILURE -> "bad";
    };
  }

  private static String word(LoginStatus status) {
    return switch (status) {
      case INITIATED -> "Initiated";
      case PENDING -> "Pending";
      case SUCCESS -> "Success";
      case FAILURE -> "Failure";
    };
  }
}
