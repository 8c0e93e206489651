package dev.ostiary.web.page;

import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.role;

/// A box with a message above a page's content.
public final class Notice {
  private Notice() {}

  /// Something worked.
  public static Html good(String text) {
    return Tags.div(css("notice good"), role("status"), Tags.p(text));
  }

  /// Something did not.
  public static Html bad(String text) {
    return Tags.div(css("notice bad"), role("alert"), Tags.p(text));
  }

  /// Something to look at before long.
  public static Html warn(Part... content) {
    return Tags.div(css("notice warn"), Tags.p(content));
  }

  /// Something to know.
  public static Html tip(Part... content) {
    return Tags.div(css("notice tip"), Tags.p(content));
  }
}
