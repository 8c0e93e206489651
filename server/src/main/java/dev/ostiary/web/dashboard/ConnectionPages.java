package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.form;

import dev.ostiary.connection.ConfigChange;
import dev.ostiary.connection.Connection;
import dev.ostiary.connection.ConnectionProvider;
import dev.ostiary.connection.ConnectionType;
import dev.ostiary.connection.Connections;
import dev.ostiary.connection.Drafts;
import dev.ostiary.connection.NewConnection;
import dev.ostiary.connection.Versions;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.login.LoginRecords;
import dev.ostiary.organization.Organization;
import dev.ostiary.organization.Organizations;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ConnectionId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What can be done to a connection. Each step says first what will happen, and who hears of it.
final class ConnectionPages {
  private static final String PATH = OrganizationPages.PATH + "/{organization}/connections";
  static final String ONE = PATH + "/{connection}";

  private final Organizations organizations;
  private final Connections connections;
  private final ConnectionPage page;
  private final DraftPages draftPages;

  ConnectionPages(Organizations organizations, Connections connections, LoginRecords logins) {
    this.organizations = organizations;
    this.connections = connections;
    this.draftPages = new DraftPages(connections.drafts(), logins);
    this.page = new ConnectionPage(organizations, logins, draftPages);
  }

  List<PageRoute> routes(OperatorGate gate) {
    return Stream.concat(own(gate).stream(), draftPages.routes(gate).stream()).toList();
  }

  private List<PageRoute> own(OperatorGate gate) {
    return List.of(
        gate.look(PATH + "/new", OperatorRole.ADMIN, visit -> sheet(visit, Problems.NONE)),
        gate.change(PATH + "/new", OperatorRole.ADMIN, this::create),
        gate.look(ONE, OperatorRole.VIEWER, this::show),
        gate.change(ONE + "/configure", OperatorRole.ADMIN, this::configure),
        gate.look(ONE + "/enable", OperatorRole.ADMIN, visit -> ask(visit, Step.ENABLE)),
        gate.change(ONE + "/enable", OperatorRole.ADMIN, visit -> take(visit, Step.ENABLE)),
        gate.look(ONE + "/disable", OperatorRole.ADMIN, visit -> ask(visit, Step.DISABLE)),
        gate.change(ONE + "/disable", OperatorRole.ADMIN, visit -> take(visit, Step.DISABLE)),
        gate.look(ONE + "/delete", OperatorRole.ADMIN, visit -> ask(visit, Step.DELETE)),
        gate.change(ONE + "/delete", OperatorRole.ADMIN, visit -> take(visit, Step.DELETE)));
  }

  static String path(Connection connection) {
    return path(connection.organization(), connection.id());
  }

  static String path(OrganizationId organization, ConnectionId connection) {
    return OrganizationPages.path(organization) + "/connections/" + connection;
  }

  static ConnectionId id(OperatorVisit visit) {
    return ConnectionId.parse("connection", visit.visit().name("connection"));
  }

  private Connection connection(OperatorVisit visit) {
    return connections.get(visit.environment(), OrganizationPages.id(visit), id(visit));
  }

  private Versions versions(OperatorVisit visit) {
    return connections.drafts().get(visit.environment(), OrganizationPages.id(visit), id(visit));
  }

  private Answer show(OperatorVisit visit) {
    return page.show(visit, versions(visit), Problems.NONE);
  }

  /// Changes the draft where the connection is in use, else the connection itself.
  private Answer configure(OperatorVisit visit) {
    Connection live = connection(visit);
    Drafts drafts = connections.drafts();
    try {
      ConfigChange change = ConnectionForm.read(visit.visit(), versions(visit).edited());
      String metadata = visit.visit().form(ConnectionForm.METADATA_XML);
      EnvironmentId environment = visit.environment();
      long seen = DraftPages.seen(visit);
      if (metadata.isEmpty()) {
        drafts.propose(environment, live.organization(), live.id(), seen, change);
      } else {
        drafts.proposeWithMetadata(
            environment, live.organization(), live.id(), seen, change, metadata);
      }
      return Answer.redirect(path(live));
    } catch (Problem problem) {
      return page.show(visit, versions(visit), Problems.of(problem));
    }
  }

  private Answer create(OperatorVisit visit) {
    try {
      Connection made =
          connections.create(
              visit.environment(),
              OrganizationPages.id(visit),
              NewConnection.of(
                  visit.visit().choice("provider", ConnectionProvider.class),
                  visit.visit().choice("type", ConnectionType.class)),
              visit.cause());
      return Answer.redirect(path(made));
    } catch (Problem problem) {
      return sheet(visit, Problems.of(problem));
    }
  }

  private Answer sheet(OperatorVisit visit, Problems problems) {
    Organization organization = organizations.get(visit.environment(), OrganizationPages.id(visit));
    return Answer.page(
        problems.isEmpty() ? 200 : 422,
        Frame.page(
            visit,
            Frame.Room.ORGANIZATIONS,
            "New connection of " + organization.displayName(),
            List.of(),
            problems.box(),
            form(
                method("post"),
                css("card"),
                visit.token().field(),
                Field.choice("provider", "Identity provider", ConnectionWords.offered())
                    .html(problems),
                Field.choice(
                        "type",
                        "Protocol",
                        Map.of(
                            ConnectionType.SAML.name(), "SAML 2.0",
                            ConnectionType.OIDC.name(), "OpenID Connect"))
                    .value(ConnectionType.SAML.name())
                    .html(problems),
                div(
                    css("actions"),
                    button("Create", css("main")),
                    a("Cancel", href(OrganizationPages.path(organization.id())))))));
  }

  /// A step in a connection's life, and what it means.
  private enum Step {
    ENABLE(
        "Enable",
        "main",
        "From now on the people of %s can sign in through this connection. Your webhooks hear"
            + " organization.sso_enabled."),
    DISABLE(
        "Disable",
        "danger",
        "The people of %s can no longer sign in through this connection; who is signed in already"
            + " stays. The configuration stays too. Your webhooks hear"
            + " organization.sso_disabled."),
    DELETE(
        "Delete",
        "danger",
        "The connection of %s goes with its configuration, and nobody can sign in through it any"
            + " more. A new one has other addresses, so the identity provider must be set up"
            + " again. Your webhooks hear organization.sso_deleted. This cannot be undone.");

    final String label;
    final String look;
    final String meaning;

    Step(String label, String look, String meaning) {
      this.label = label;
      this.look = look;
      this.meaning = meaning;
    }
  }

  private Answer ask(OperatorVisit visit, Step step) {
    return ask(visit, connection(visit), step, 200, Problems.NONE);
  }

  private Answer ask(
      OperatorVisit visit, Connection connection, Step step, int status, Problems problems) {
    Organization organization = organizations.get(visit.environment(), connection.organization());
    return Answer.page(
        status,
        Frame.page(
            visit,
            Frame.Room.ORGANIZATIONS,
            step.label + " the " + ConnectionWords.provider(connection.provider()) + " connection?",
            List.of(),
            problems.box(),
            Notice.warn(Html.text(step.meaning.formatted(organization.displayName()))),
            form(
                method("post"),
                action(path(connection) + "/" + step.name().toLowerCase(Locale.ROOT)),
                visit.token().field(),
                div(
                    css("actions"),
                    button(step.label, css(step.look)),
                    a("Leave it as it is", href(path(connection)))))));
  }

  private Answer take(OperatorVisit visit, Step step) {
    Connection connection = connection(visit);
    try {
      switch (step) {
        case ENABLE ->
            connections.enable(
                visit.environment(), connection.organization(), connection.id(), visit.cause());
        case DISABLE ->
            connections.disable(
                visit.environment(), connection.organization(), connection.id(), visit.cause());
        case DELETE ->
            connections.delete(
                visit.environment(), connection.organization(), connection.id(), visit.cause());
      }
    } catch (Problem problem) {
      return ask(visit, connection, step, 409, Problems.of(problem));
    }
    return Answer.redirect(
        step == Step.DELETE ? OrganizationPages.path(connection.organization()) : path(connection));
  }
}
