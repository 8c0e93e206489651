package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.aria;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.href;
import static dev.ostiary.web.page.Attributes.id;
import static dev.ostiary.web.page.Tags.a;
import static dev.ostiary.web.page.Tags.div;
import static dev.ostiary.web.page.Tags.h1;
import static dev.ostiary.web.page.Tags.li;
import static dev.ostiary.web.page.Tags.main;
import static dev.ostiary.web.page.Tags.nav;
import static dev.ostiary.web.page.Tags.p;
import static dev.ostiary.web.page.Tags.span;
import static dev.ostiary.web.page.Tags.ul;

import dev.ostiary.web.page.Attribute;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Shell;
import dev.ostiary.web.page.Widgets;
import java.util.List;

/// What stands around every page of the dashboard.
final class Frame {
  /// The rooms of the dashboard, in the order of the rail.
  enum Room {
    ORGANIZATIONS("Organizations", "/dashboard/organizations"),
    LOGINS("Sign-ins", "/dashboard/logins"),
    WEBHOOKS("Webhooks", "/dashboard/webhooks"),
    CLIENTS("API clients", "/dashboard/clients"),
    OPERATORS("Operators", "/dashboard/operators"),
    AUDIT("Audit log", "/dashboard/audit"),
    DOCTOR("Signature doctor", "/dashboard/doctor"),
    SETTINGS("Settings", "/dashboard/settings");

    final String label;
    final String path;

    Room(String label, String path) {
      this.label = label;
      this.path = path;
    }
  }

  private Frame() {}

  /// A page with its title, what stands beside the title, and its content.
  static Html page(
      OperatorVisit visit, Room room, String title, List<Html> beside, Html... content) {
    return pageUnder(visit, room, Html.NONE, title, beside, content);
  }

  /// The same, with the way back up above the title.
  static Html pageUnder(
      OperatorVisit visit,
      Room room,
      Html above,
      String title,
      List<Html> beside,
      Html... content) {
    return Shell.document(
        title,
        "dashboard",
        nav(
            css("rail"),
            aria("label", "Rooms"),
            a("Ostiary", css("mark"), href("/dashboard")),
            ul(Html.each(List.of(Room.values()), each -> item(each, each == room))),
            div(
                css("who"),
                p(
                    a(visit.operator().name(), href(AccountPages.PATH)),
                    Html.text(", " + Words.role(visit.operator().role()))),
                Widgets.action("/dashboard/logout", visit.token(), "Sign out", "link"))),
        main(
            id("content"),
            above,
            div(css("title"), h1(title), div(css("actions"), Html.all(beside))),
            Html.all(content)));
  }

  private static Html item(Room room, boolean here) {
    return li(a(room.label, href(room.path), here ? aria("current", "page") : Attribute.NONE));
  }

  /// The way back up.
  static Html crumbs(String path, String label) {
    return p(css("crumbs"), span("← "), a(label, href(path)));
  }
}
