package dev.ostiary.web.portal;

import static dev.ostiary.web.page.Attributes.alt;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.data;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.id;
import static dev.ostiary.web.page.Attributes.src;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.footer;
import static dev.ostiary.web.page.Tags.h1;
import static dev.ostiary.web.page.Tags.header;
import static dev.ostiary.web.page.Tags.img;
import static dev.ostiary.web.page.Tags.main;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.span;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.connection.Connection;
import dev.ostiary.environment.Branding;
import dev.ostiary.platform.Json;
import dev.ostiary.web.page.Answer;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Moments;
import dev.ostiary.web.page.Shell;
import java.time.Duration;
import java.util.List;

/// What stands around every page of the portal, and what a frame tells the page around it (wire
/// contract, section 4.6).
final class PortalFrame {
  private static final Duration WARNING = Duration.ofMinutes(5);

  private PortalFrame() {}

  static Answer page(PortalVisit visit, int status, String title, Html... content) {
    Branding branding = visit.settings().branding();
    return Answer.page(
        status,
        Shell.document(
            title,
            "portal",
            branding.accent(),
            header(mark(visit, branding), span(visit.organization().displayName(), css("quiet"))),
            main(id("content"), h1(title), Html.all(content)),
            footer(
                p(
                    css("note"),
                    Html.text("You are here for "),
                    Html.text(visit.organization().displayName()),
                    Html.text(" alone. This visit ends "),
                    Moments.relative(visit.session().expireTime(), visit.now()),
                    Html.text("; what is saved is kept."))),
            session(visit)));
  }

  /// The customer's own logo if it has one, else what the app shows of itself.
  private static Html mark(PortalVisit visit, Branding branding) {
    String logo = visit.organization().logoUrl();
    if (logo != null) {
      return img(src(logo), alt(visit.organization().displayName()));
    }
    String name = branding.name().isEmpty() ? "Single sign-on setup" : branding.name();
    return branding.logoUrl().isEmpty()
        ? a(name, css("mark"), href(Portal.HOME))
        : a(href(Portal.HOME), img(src(branding.logoUrl()), alt(name)));
  }

  static Html crumbs() {
    return p(css("crumbs"), span("← "), a("All connections", href(Portal.HOME)));
  }

  private static Html session(PortalVisit visit) {
    ObjectNode expiry = Json.object().put("expiry", visit.session().expireTime().toString());
    return Html.all(
        message(visit, "PORTAL_LOAD_SUCCESS", expiry, ""),
        message(
            visit,
            "PORTAL_SESSION_WARNING",
            expiry,
            visit.session().expireTime().minus(WARNING).toString()),
        message(visit, "PORTAL_SESSION_EXPIRY", expiry, visit.session().expireTime().toString()));
  }

  /// Tells that a connection was enabled or disabled.
  static Html toggled(PortalVisit visit, Connection connection) {
    return message(
        visit,
        connection.enabled() ? "ORGANIZATION_SSO_ENABLED" : "ORGANIZATION_SSO_DISABLED",
        Json.object()
            .put("connection_type", "SSO")
            .put("id", connection.id().toString())
            .put("type", connection.type().name())
            .put("provider", connection.provider().name())
            .put("enabled", connection.enabled()),
        "");
  }

  private static Html message(PortalVisit visit, String type, ObjectNode content, String at) {
    ObjectNode message =
        Json.object()
            .put("event_type", type)
            .put("object", type.startsWith("ORGANIZATION") ? "connection" : "portal")
            .put("organization_id", visit.organizationId().toString())
            .put("message", words(type));
    message.set("data", content);
    return div(
        data("message", Json.text(message)),
        data("origins", String.join(" ", visit.origins())),
        at.isEmpty() ? data("now", "") : data("at", at));
  }

  private static String words(String type) {
    return switch (type) {
      case "ORGANIZATION_SSO_ENABLED" -> "Single sign-on was enabled";
      case "ORGANIZATION_SSO_DISABLED" -> "Single sign-on was disabled";
      case "PORTAL_LOAD_SUCCESS" -> "The portal is ready";
      case "PORTAL_SESSION_WARNING" -> "The session ends in five minutes";
      case "PORTAL_SESSION_EXPIRY" -> "The session has ended";
      default -> "The portal could not be opened";
    };
  }

  /// The page around is told that there is nothing to see.
  static Html failure(List<String> origins, String code) {
    ObjectNode message =
        Json.object()
            .put("event_type", "PORTAL_LOAD_FAILURE")
            .put("object", "portal")
            .put("message", words("PORTAL_LOAD_FAILURE"));
    message.putObject("data").put("error_code", code);
    return div(data("message", Json.text(message)), data("origins", String.join(" ", origins)));
  }
}
