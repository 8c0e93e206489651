package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
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
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.environment.AccentColor;
import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.Branding;
import dev.ostiary.environment.EnvironmentSettings;
import dev.ostiary.environment.Environments;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.environment.RedirectUri;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.platform.Problem;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import dev.ostiary.webhook.Retention;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What holds for the whole environment: how the app shows itself, what IT admins may do, where
/// people may be sent back to, and how long things are kept.
final class SettingsPages {
  private static final String PATH = Frame.Room.SETTINGS.path;

  private final Environments environments;
  private final ApiClients clients;
  private final Retention retention;

  SettingsPages(Environments environments, ApiClients clients, Retention retention) {
    this.environments = environments;
    this.clients = clients;
    this.retention = retention;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(PATH, OperatorRole.VIEWER, visit -> show(visit, Problems.NONE, Html.NONE)),
        gate.change(PATH, OperatorRole.OWNER, this::change));
  }

  private Answer change(OperatorVisit visit) {
    try {
      environments.setSettings(
          visit.environment(),
          new EnvironmentSettings(
              new Branding(
                  visit.visit().form("name"),
                  visit.visit().form("logo_url"),
                  AccentColor.parse("accent_color", visit.visit().form("accent_color"))),
              visit.visit().ticked("test_first")));
      return show(visit, Problems.NONE, Notice.good("Saved."));
    } catch (Problem problem) {
      return show(visit, Problems.of(problem), Html.NONE);
    }
  }

  private Answer show(OperatorVisit visit, Problems problems, Html message) {
    return Answer.page(
        problems.isEmpty() ? 200 : 422,
        Frame.page(
            visit,
            Frame.Room.SETTINGS,
            "Settings",
            List.of(),
            message,
            problems.box(),
            chosen(visit, problems),
            redirects(visit),
            kept()));
  }

  private Html chosen(OperatorVisit visit, Problems problems) {
    EnvironmentSettings settings = environments.settings(visit.environment());
    Branding branding = settings.branding();
    boolean sent = !problems.isEmpty();
    if (visit.operator().role() != OperatorRole.OWNER) {
      return Widgets.section("Your app on our pages", facts(settings));
    }
    return Widgets.section(
        "Your app on our pages",
        p("The portal of your customers and the pages of a sign-in show it."),
        form(
            method("post"),
            visit.token().field(),
            Field.line("name", "Name of your app")
                .value(sent ? visit.visit().form("name") : branding.name())
                .html(problems),
            Field.url("logo_url", "Logo (URL)")
                .value(sent ? visit.visit().form("logo_url") : branding.logoUrl())
                .hint("Over https. Browsers fetch it from there; up to 35 pixels high is shown.")
                .html(problems),
            Field.line("accent_color", "Color of buttons and links")
                .value(sent ? visit.visit().form("accent_color") : branding.accent().toString())
                .hint(
                    "Such as #2f5d50. It must be legible on a light page; a dark page lightens it.")
                .html(problems),
            Field.tick(
                    "test_first",
                    "IT admins can put a connection to use only when a test of it went well",
                    sent ? visit.visit().ticked("test_first") : settings.testFirst())
                .html(problems),
            button("Save", css("main"))));
  }

  private static Html facts(EnvironmentSettings settings) {
    Branding branding = settings.branding();
    return dl(
        dt("Name"),
        dd(branding.name().isEmpty() ? "–" : branding.name()),
        dt("Logo"),
        dd(branding.logoUrl().isEmpty() ? "–" : branding.logoUrl()),
        dt("Color"),
        dd(code(branding.accent().toString())),
        dt("IT admins put to use"),
        dd(settings.testFirst() ? "what was tested" : "what they think right"));
  }

  private Html redirects(OperatorVisit visit) {
    List<Html> rows = clients.list(visit.environment()).stream().map(SettingsPages::row).toList();
    return Widgets.section(
        "Redirect URIs",
        p("Where people are sent back to, for each client; to change them, open the client."),
        Widgets.table("Redirect URIs", List.of("Client", "URIs"), rows, "No client yet."));
  }

  private static Html row(ApiClient client) {
    List<String> uris =
        client.settings().uris().postLogin().stream().map(RedirectUri::text).toList();
    return tr(
        td(a(client.name(), href(ClientPage.path(client)))),
        td(uris.isEmpty() ? Html.text("none") : Html.each(uris, uri -> div(code(uri)))));
  }

  private Html kept() {
    Retention.@Nullable Periods kept = retention.kept();
    @Nullable Duration disabled = kept == null ? null : kept.disabled();
    return Widgets.section(
        "How long things are kept",
        dl(
            dt("Events and attempts"),
            dd(
                (kept == null ? "for good" : kept.events().toDays() + " days")
                    + "; whatever an enabled endpoint has not read yet, longer (OSTIARY_RETENTION_DAYS)"),
            dt("What disabled endpoints have not read"),
            dd(
                (disabled == null
                        ? "until they have"
                        : "for " + disabled.toDays() + " days at least")
                    + " (OSTIARY_RETENTION_DISABLED_DAYS)"),
            dt("Records of sign-ins"),
            dd(LoginRecords.KEPT.toDays() + " days"),
            dt("The audit log"),
            dd("for good")));
  }
}
