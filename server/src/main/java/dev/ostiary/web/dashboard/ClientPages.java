package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.code;
import static dev.ostiary.web.page.Tags.dd;
import static dev.ostiary.web.page.Tags.dl;
import static dev.ostiary.web.page.Tags.dt;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.CreatedClient;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import java.util.List;

/// The backends that may use the API.
final class ClientPages {
  private static final String PATH = Frame.Room.CLIENTS.path;

  private final ApiClients clients;

  ClientPages(ApiClients clients) {
    this.clients = clients;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(PATH, OperatorRole.VIEWER, visit -> list(visit, 200, Html.NONE, Problems.NONE)),
        gate.change(PATH, OperatorRole.OWNER, this::create),
        gate.change(PATH + "/{client}/delete", OperatorRole.OWNER, this::delete));
  }

  private Answer list(OperatorVisit visit, int status, Html message, Problems problems) {
    boolean owner = visit.operator().role() == OperatorRole.OWNER;
    List<Html> rows =
        clients.list(visit.environment()).stream()
            .map(client -> row(visit, client, owner))
            .toList();
    return Answer.page(
        status,
        Frame.page(
            visit,
            Frame.Room.CLIENTS,
            "API clients",
            List.of(),
            message,
            problems.box(),
            Widgets.table("API clients", List.of("Name", "Client id", ""), rows, "None."),
            Html.when(
                owner,
                () ->
                    Widgets.section(
                        "A new client",
                        form(
                            method("post"),
                            visit.token().field(),
                            Field.line("name", "Name").required().html(problems),
                            button("Create", css("main")))))));
  }

  private static Html row(OperatorVisit visit, ApiClient client, boolean owner) {
    return tr(
        td(a(client.name(), href(PATH + "/" + client.id()))),
        td(code(client.id().toString())),
        td(
            Html.when(
                owner,
                () ->
                    Widgets.action(
                        PATH + "/" + client.id() + "/delete",
                        visit.token(),
                        "Delete",
                        "small danger"))));
  }

  private Answer create(OperatorVisit visit) {
    try {
      CreatedClient made = clients.create(visit.environment(), visit.visit().form("name"));
      return list(
          visit,
          200,
          Html.all(
              Notice.good(made.client().name() + " is made. The secret is shown only now."),
              Widgets.section(
                  "Credentials",
                  dl(
                      dt("Client id"),
                      dd(Widgets.copyable(made.client().id().toString())),
                      dt("Client secret"),
                      dd(Widgets.copyable(made.secret().reveal()))))),
          Problems.NONE);
    } catch (Problem problem) {
      return list(visit, 422, Html.NONE, Problems.of(problem));
    }
  }

  private Answer delete(OperatorVisit visit) {
    clients.delete(visit.environment(), ClientId.parse("client", visit.visit().name("client")));
    return Answer.redirect(PATH);
  }
}
