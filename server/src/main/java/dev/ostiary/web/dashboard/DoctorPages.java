package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.p;

import dev.ostiary.environment.OperatorRole;
import dev.ostiary.platform.Page;
import dev.ostiary.platform.Secret;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Notice;
import dev.ostiary.web.page.PageRoute;
import dev.ostiary.web.page.Problems;
import dev.ostiary.webhook.Endpoint;
import dev.ostiary.webhook.Endpoints;
import dev.ostiary.webhook.SignatureDoctor;
import dev.ostiary.webhook.WebhookSecret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Where a request that a receiver refused is pasted, to be told why.
final class DoctorPages {
  private static final String PATH = Frame.Room.DOCTOR.path;

  private final Endpoints endpoints;

  DoctorPages(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  List<PageRoute> routes(OperatorGate gate) {
    return List.of(
        gate.look(PATH, OperatorRole.VIEWER, visit -> sheet(visit, Html.NONE)),
        gate.change(PATH, OperatorRole.VIEWER, this::examine));
  }

  private Answer examine(OperatorVisit visit) {
    String secret = visit.visit().form("secret");
    if (secret.isEmpty()) {
      return sheet(visit, Notice.bad("Enter the secret that the receiver checks with."));
    }
    Map<String, String> headers = new HashMap<>();
    headers.put("webhook-id", visit.visit().form("webhook-id"));
    headers.put("webhook-timestamp", visit.visit().form("webhook-timestamp"));
    headers.put("webhook-signature", visit.visit().form("webhook-signature"));
    // A form sends every line end as that of Windows, and may not lose the last one.
    String body = visit.visit().formAsSent("body").replace("\r\n", "\n");
    SignatureDoctor.Diagnosis diagnosis =
        SignatureDoctor.examine(
            new SignatureDoctor.Patient(headers, body),
            new Secret(secret),
            known(visit),
            visit.now());
    return sheet(
        visit,
        diagnosis.cause() == SignatureDoctor.Cause.NOTHING
            ? Notice.good(diagnosis.explanation())
            : Notice.bad(diagnosis.explanation()));
  }

  /// Every secret that signs in this environment; who may not see them may not learn by this page
  /// that one of them would fit.
  private List<WebhookSecret> known(OperatorVisit visit) {
    if (!visit.operator().role().covers(OperatorRole.ADMIN)) {
      return List.of();
    }
    List<WebhookSecret> known = new ArrayList<>();
    Page.Request all = Page.Request.of(Page.Request.MAX_SIZE, "");
    for (Endpoint endpoint : endpoints.list(visit.environment(), all).items()) {
      known.addAll(endpoints.secrets(visit.environment(), endpoint.id()));
    }
    return known;
  }

  private static Answer sheet(OperatorVisit visit, Html finding) {
    return Answer.page(
        Frame.page(
            visit,
            Frame.Room.DOCTOR,
            "Signature doctor",
            List.of(),
            finding,
            p(
                "Your receiver refuses a webhook? Paste the request as it arrived and the secret"
                    + " that you check with. Nothing of it is stored."),
            form(
                method("post"),
                css("card"),
                visit.token().field(),
                line(visit, "webhook-id"),
                line(visit, "webhook-timestamp"),
                line(visit, "webhook-signature"),
                Field.area("body", "Body, exactly as it arrived", 8)
                    .value(visit.visit().formAsSent("body"))
                    .html(Problems.NONE),
                Field.secret("secret", "Secret (whsec_…)").html(Problems.NONE),
                button("Find the cause", css("main")))));
  }

  private static Html line(OperatorVisit visit, String header) {
    return Field.line(header, header).value(visit.visit().form(header)).html(Problems.NONE);
  }
}
