package dev.ostiary.web.portal;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.data;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.h1;
import static dev.ostiary.web.page.Tags.p;

import dev.ostiary.organization.Organization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.organization.PortalSessions;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Shell;
import dev.ostiary.web.page.Visit;
import java.util.List;

/// The way in. To look at a link uses nothing up, since mail scanners look at every link; only the
/// button does. In a frame on the app's page the button presses itself.
final class MagicLinkPages {
  private static final String PATH = "/magicLink/{link}";

  private final Entrances entrances;
  private final PortalSessions sessions;
  private final Organizations organizations;
  private final PortalGate gate;

  MagicLinkPages(
      Entrances entrances, PortalSessions sessions, Organizations organizations, PortalGate gate) {
    this.entrances = entrances;
    this.sessions = sessions;
    this.organizations = organizations;
    this.gate = gate;
  }

  List<PageRoute> routes() {
    return List.of(PageRoute.get(PATH, this::confirm), PageRoute.post(PATH, this::enter));
  }

  private Answer confirm(Visit visit) {
    EnvironmentId environment = visit.environment().id();
    Secret token = new Secret(visit.name("link"));
    List<String> origins = gate.origins(visit);
    return entrances
        .look(environment, token, visit.now())
        .map(found -> welcome(found, organizations.get(environment, found.organization())))
        .orElseGet(() -> PortalGate.ended(origins))
        .framedBy(origins);
  }

  private static Answer welcome(Entrances.Entrance found, Organization organization) {
    return Answer.page(
        Shell.alone(
            "Single sign-on setup",
            h1("Single sign-on for " + organization.displayName()),
            p(
                "Here you connect your company's identity provider, so that your people sign in with"
                    + " the accounts they have. It takes about a quarter of an hour, and you need somebody"
                    + " who may change that system."),
            until(found),
            form(method("post"), data("framed-submit", ""), button("Begin", css("main")))));
  }

  private static Html until(Entrances.Entrance found) {
    return found.again()
        ? p(
            css("note"),
            Html.text("You can come back by this link as often as you like. It ends on "),
            Moments.exact(found.expireTime()),
            Html.text(", or when whoever sent it takes it back."))
        : p("This link opens once.", css("note"));
  }

  private Answer enter(Visit visit) {
    EnvironmentId environment = visit.environment().id();
    Secret token = new Secret(visit.name("link"));
    List<String> origins = gate.origins(visit);
    return entrances
        .enter(environment, token, visit.now())
        .map(found -> {
          Secret session = sessions.open(environment, found.organization(), found.link());
          return Answer.redirect(Portal.HOME)
              .withCookie(PortalGate.COOKIE.give(visit.environment().url(), session));
        })
        .orElseGet(() -> PortalGate.ended(origins))
        .framedBy(origins);
  }
}
