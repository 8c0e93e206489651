package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.environment.OperatorRole;
import dev.ostiary.environment.Passkey;
import dev.ostiary.environment.Passkeys;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.id.PasskeyId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.PasskeyButton;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Visit;
import dev.ostiary.web.page.Widgets;
import java.util.List;

/// An operator's own account: the passkeys by which they come in.
final class AccountPages {
  static final String PATH = "/dashboard/account";
  private static final String PASSKEYS = PATH + "/passkeys";
  private static final String CHALLENGE = PATH + "/challenge";

  private final Passkeys passkeys;

  AccountPages(Passkeys passkeys) {
    this.passkeys = passkeys;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(PATH, OperatorRole.VIEWER, visit -> page(visit, 200, Problems.NONE)),
        gate.change(CHALLENGE, OperatorRole.VIEWER, this::challenge),
        gate.change(PASSKEYS, OperatorRole.VIEWER, this::add),
        gate.look(PASSKEYS + "/{passkey}/remove", OperatorRole.VIEWER, this::confirm),
        gate.change(PASSKEYS + "/{passkey}/remove", OperatorRole.VIEWER, this::remove));
  }

  private Answer page(OperatorVisit visit, int status, Problems problems) {
    List<Html> rows =
        passkeys.list(visit.operator()).stream().map(passkey -> row(visit, passkey)).toList();
    return Answer.page(
        status,
        Frame.page(
            visit,
            Frame.Room.OPERATORS,
            "Your account",
            List.of(),
            problems.box(),
            Widgets.table(
                "Your passkeys",
                List.of("Passkey", "Added", "Last used", ""),
                rows,
                "You have no passkey yet, so only a link lets you in."),
            Widgets.section(
                "New passkey",
                Passkeys.arePossible(visit.visit().environment())
                    ? sheet(visit, problems)
                    : impossible(visit.visit()))));
  }

  private static Html row(OperatorVisit visit, Passkey passkey) {
    return tr(
        td(passkey.name()),
        td(Moments.relative(passkey.createTime(), visit.now())),
        td(Moments.relative(passkey.lastUsedTime(), visit.now())),
        td(a("Remove", href(path(passkey) + "/remove"))));
  }

  private static String path(Passkey passkey) {
    return PASSKEYS + "/" + passkey.id();
  }

  private static Html sheet(OperatorVisit visit, Problems problems) {
    return Html.all(
        p(
            "A passkey lets you in without a link, by your fingerprint, your face or a PIN. Your"
                + " device keeps it, or whatever keeps your passwords; it works at this address"
                + " alone."),
        form(
            method("post"),
            action(PASSKEYS),
            visit.token().field(),
            Field.line("name", "Name")
                .value(visit.visit().form("name"))
                .required()
                .hint("By which you know it again, such as that of the device.")
                .html(problems),
            PasskeyButton.toRegister("Add a passkey", CHALLENGE)));
  }

  private static Html impossible(Visit visit) {
    return p(
        Html.text("Passkeys belong to a name and need https. This server is "),
        code(visit.environment().url().toString()),
        Html.text(", so a link stays the way in here."));
  }

  private Answer challenge(OperatorVisit visit) {
    return Ceremony.begin(
        visit.visit(), passkeys.beginRegistration(visit.visit().environment(), visit.operator()));
  }

  private Answer add(OperatorVisit visit) {
    return Ceremony.end(visit.visit(), added(visit));
  }

  private Answer added(OperatorVisit visit) {
    try {
      passkeys.register(
          visit.visit().environment(),
          visit.operator(),
          Ceremony.challenge(visit.visit()),
          visit.visit()::form,
          visit.visit().form("name"));
      return Answer.redirect(PATH);
    } catch (Problem problem) {
      return page(visit, 422, Problems.of(problem));
    }
  }

  private Answer confirm(OperatorVisit visit) {
    Passkey passkey = passkeys.get(visit.operator(), id(visit));
    boolean last = passkeys.list(visit.operator()).size() == 1;
    return Answer.page(
        Frame.page(
            visit,
            Frame.Room.OPERATORS,
            "Remove " + passkey.name() + "?",
            List.of(),
            Notice.warn(
                Html.text(
                    "It lets nobody in any more, and your sessions in other browsers end. "
                        + (last ? "You have no other, so you need a link to sign in again. " : "")
                        + "Your device still offers it until you delete it there, too.")),
            form(
                method("post"),
                visit.token().field(),
                div(css("actions"), button("Remove", css("danger")), a("Keep it", href(PATH))))));
  }

  private Answer remove(OperatorVisit visit) {
    Secret session = visit.visit().session(OperatorGate.COOKIE).orElseThrow();
    passkeys.remove(visit.operator(), id(visit), session);
    return Answer.redirect(PATH);
  }

  private static PasskeyId id(OperatorVisit visit) {
    return PasskeyId.parse("passkey", visit.visit().name("passkey"));
  }
}
