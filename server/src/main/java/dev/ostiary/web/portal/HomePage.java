package dev.ostiary.web.portal;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Attributes.name;
import static dev.ostiary.web.page.Attributes.value;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.h2;
import static dev.ostiary.web.page.Tags.li;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.span;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;
import static dev.ostiary.web.page.Tags.ul;

import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.NewConnection;
import dev.ostiary.platform.Problem;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Attributes;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Widgets;
import java.util.List;

/// Where an IT admin begins: the connections there are, and the tiles to make one.
final class HomePage {
  private static final String NEW = Portal.CONNECTIONS + "/new";

  private final Connections connections;

  HomePage(Connections connections) {
    this.connections = connections;
  }

  List<PageRoute> routes(PortalGate gate) {
    return List.of(
        gate.look(Portal.HOME, this::show),
        gate.look(NEW, HomePage::choose),
        gate.change(NEW, this::create));
  }

  private Answer show(PortalVisit visit) {
    List<Connection> theirs =
        connections.listByOrganization(visit.environment(), visit.organizationId(), true);
    if (theirs.isEmpty()) {
      return choose(visit);
    }
    return PortalFrame.page(
        visit,
        200,
        "Single sign-on",
        Widgets.section(
            "Connections",
            Widgets.table(
                "Connections",
                List.of("Identity provider", "Protocol", "State"),
                theirs.stream().map(HomePage::row).toList(),
                "None."),
            div(css("actions"), a("Connect another provider", href(NEW), css("button")))),
        p(a("Domains of your company", href(Portal.DOMAINS))));
  }

  private static Html row(Connection connection) {
    return tr(
        td(a(Guides.of(connection).name(), href(Portal.path(connection)))),
        td(connection.type().name()),
        td(state(connection)));
  }

  static Html state(Connection connection) {
    if (connection.enabled()) {
      return Widgets.badge("good", "In use");
    }
    return connection.missing().isEmpty()
        ? Widgets.badge("warn", "Ready, not in use")
        : Widgets.badge("calm", "Being set up");
  }

  private static Answer choose(PortalVisit visit) {
    return PortalFrame.page(
        visit,
        200,
        "Which identity provider do you use?",
        p(
            "Choose the system in which your people have their accounts. You need somebody who may"
                + " change it."),
        tiles(visit, "SAML 2.0", ConnectionType.SAML),
        tiles(visit, "OpenID Connect", ConnectionType.OIDC));
  }

  private static Html tiles(PortalVisit visit, String heading, ConnectionType type) {
    return Html.all(
        h2(heading),
        form(
            method("post"),
            Attributes.action(NEW),
            visit.token().field(),
            ul(
                css("tiles"),
                Html.each(
                    Guides.ALL.stream().filter(guide -> guide.type() == type).toList(),
                    guide ->
                        li(
                            button(
                                css("tile"),
                                name("guide"),
                                value(guide.key()),
                                Html.text(guide.name()),
                                span(guide.steps().size() + " steps")))))));
  }

  private Answer create(PortalVisit visit) {
    Guide guide =
        Guides.find(visit.visit().form("guide"))
            .orElseThrow(() -> Problem.invalid("guide", "choose one of the tiles"));
    Connection made =
        connections.create(
            visit.environment(),
            visit.organizationId(),
            new NewConnection(guide.type(), guide.provider(), guide.key(), null),
            visit.cause());
    return Answer.redirect(Portal.path(made));
  }
}
