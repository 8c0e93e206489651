package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.dd;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.dl;
import static dev.ostiary.web.page.Tags.dt;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.td;
import static dev.ostiary.web.page.Tags.tr;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.ClientSecret;
import dev.ostiary.environment.ClientSettings;
import dev.ostiary.environment.ClientUris;
import dev.ostiary.environment.CreatedSecret;
import dev.ostiary.environment.OperatorRole;
import dev.ostiary.environment.RedirectUri;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.ClientSecretId;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Widgets;
import java.util.List;
import java.util.stream.Collectors;

/// One API client: where its users may be sent, and its secrets.
final class ClientPage {
  private static final String ONE = Frame.Room.CLIENTS.path + "/{client}";
  private static final String POST_LOGIN = "post_login_uris";
  private static final String POST_LOGOUT = "post_logout_redirect_uris";

  private final ApiClients clients;

  ClientPage(ApiClients clients) {
    this.clients = clients;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(ONE, OperatorRole.VIEWER, visit -> show(visit, Problems.NONE, Html.NONE)),
        gate.change(ONE + "/uris", OperatorRole.OWNER, this::setUris),
        gate.change(ONE + "/secrets", OperatorRole.OWNER, this::addSecret),
        gate.change(ONE + "/secrets/{secret}/delete", OperatorRole.OWNER, this::deleteSecret));
  }

  private static ClientId id(OperatorVisit visit) {
    return ClientId.parse("client", visit.visit().name("client"));
  }

  private Answer show(OperatorVisit visit, Problems problems, Html message) {
    ApiClient client = clients.get(visit.environment(), id(visit));
    return Answer.page(
        problems.isEmpty() ? 200 : 422,
        Frame.pageUnder(
            visit,
            Frame.Room.CLIENTS,
            Frame.crumbs(Frame.Room.CLIENTS.path, "API clients"),
            client.name(),
            List.of(),
            message,
            problems.box(),
            Widgets.section(
                "Facts",
                dl(
                    dt("Client id"),
                    dd(Widgets.copyable(client.id().toString())),
                    dt("Created"),
                    dd(Moments.relative(client.createTime(), visit.now())))),
            secrets(visit, client),
            Html.when(
                visit.operator().role().covers(OperatorRole.OWNER),
                () -> uris(visit, client, problems))));
  }

  private Html secrets(OperatorVisit visit, ApiClient client) {
    boolean owner = visit.operator().role().covers(OperatorRole.OWNER);
    String path = path(client) + "/secrets";
    List<Html> rows =
        clients.secrets(visit.environment(), client.id()).stream()
            .map(secret -> row(visit, path, secret, owner))
            .toList();
    return Widgets.section(
        "Secrets",
        Widgets.table(
            "Secrets", List.of("Ends with", "Last used", "Made", ""), rows, "It has none."),
        Html.when(
            owner,
            () -> div(css("actions"), Widgets.action(path, visit.token(), "Add a secret", ""))));
  }

  private static Html row(OperatorVisit visit, String path, ClientSecret secret, boolean owner) {
    return tr(
        td("…" + secret.suffix()),
        td(Moments.relative(secret.lastUsedTime(), visit.now())),
        td(Moments.relative(secret.createTime(), visit.now())),
        td(
            Html.when(
                owner,
                () ->
                    Widgets.action(
                        path + "/" + secret.id() + "/delete",
                        visit.token(),
                        "Delete",
                        "small danger"))));
  }

  private static Html uris(OperatorVisit visit, ApiClient client, Problems problems) {
    ClientUris uris = client.settings().uris();
    return Widgets.section(
        "Where its users may be sent",
        form(
            method("post"),
            action(path(client) + "/uris"),
            visit.token().field(),
            Field.area(POST_LOGIN, "Redirect URIs, one on each line", 4)
                .value(lines(uris.postLogin()))
                .hint(
                    "After a sign-in. Pages of these origins may also show the portal in a frame.")
                .html(problems),
            Field.area(POST_LOGOUT, "After signing out, one on each line", 3)
                .value(lines(uris.postLogout()))
                .html(problems),
            button("Save", css("main"))));
  }

  private static String lines(List<RedirectUri> uris) {
    return uris.stream().map(RedirectUri::text).collect(Collectors.joining("\n"));
  }

  private Answer setUris(OperatorVisit visit) {
    try {
      clients.update(
          visit.environment(),
          id(visit),
          before ->
              new ClientSettings(
                  before.name(),
                  before.type(),
                  new ClientUris(
                      entered(visit, POST_LOGIN),
                      before.uris().initiateLogin(),
                      entered(visit, POST_LOGOUT),
                      before.uris().backChannelLogout()),
                  before.policy()));
      return show(visit, Problems.NONE, Notice.good("Saved."));
    } catch (Problem problem) {
      return show(visit, Problems.of(problem), Html.NONE);
    }
  }

  private static List<RedirectUri> entered(OperatorVisit visit, String field) {
    return ClientUris.redirects(
        field,
        visit.visit().form(field).lines().map(String::strip).filter(l -> !l.isEmpty()).toList());
  }

  private Answer addSecret(OperatorVisit visit) {
    try {
      CreatedSecret made = clients.createSecret(visit.environment(), id(visit), null);
      return show(
          visit,
          Problems.NONE,
          Html.all(
              Notice.good("The secret is shown only now. The others still work."),
              div(css("card"), Widgets.copyable(made.plain().reveal()))));
    } catch (Problem problem) {
      return show(visit, Problems.of(problem), Html.NONE);
    }
  }

  private Answer deleteSecret(OperatorVisit visit) {
    clients.deleteSecret(
        visit.environment(),
        id(visit),
        ClientSecretId.parse("secret", visit.visit().name("secret")));
    return show(visit, Problems.NONE, Notice.good("The secret is gone."));
  }

  static String path(ApiClient client) {
    return Frame.Room.CLIENTS.path + "/" + client.id();
  }
}
