package dev.ostiary.web.portal;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Attributes.name;
import static dev.ostiary.web.page.Attributes.type;
import static dev.ostiary.web.page.Attributes.value;
import static dev.ostiary.web.page.Tags.button;
import static dev.ostiary.web.page.Tags.form;
import static dev.ostiary.web.page.Tags.input;

import dev.ostiary.connection.Configuration;
import dev.ostiary.platform.Problem;
import dev.ostiary.web.page.Attributes;
import dev.ostiary.web.page.Html;

/// Forms that are about one configuration, and say which one was seen: so that nothing is changed
/// or put to use that became another one meanwhile.
final class PortalForms {
  static final String SEEN = "seen";

  private PortalForms() {}

  static Html seen(Configuration configuration) {
    return input(type("hidden"), name(SEEN), value(Long.toString(configuration.revision())));
  }

  /// A form that only has a button.
  static Html action(
      PortalVisit visit, Configuration configuration, String path, String label, String look) {
    return form(
        method("post"),
        Attributes.action(path),
        css("inline"),
        visit.token().field(),
        seen(configuration),
        button(label, css(look)));
  }

  /// The revision that a form says was seen.
  static long seen(PortalVisit visit) {
    return revision(visit.visit().form(SEEN));
  }

  static long revision(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Problem.invalid(
          SEEN, "found \"" + text + "\", expected a number; load the page again and send its form");
    }
  }
}
