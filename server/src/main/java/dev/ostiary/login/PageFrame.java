package dev.ostiary.login;

import dev.ostiary.environment.Branding;
import dev.ostiary.platform.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What all pages of the front channel have in common.
final class PageFrame {
  private static final String STYLE =
      """
      :root{color-scheme:light dark}
      body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1rem}
      h1{font-size:1.5rem}
      code{font-size:.9em}
      .facts{padding:.75rem 1rem;border-left:3px solid #8888}
      table{border-collapse:collapse;width:100%}
      td,th{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #8884;vertical-align:top}
      label{display:block;margin:.6rem 0}
      input,textarea{display:block;width:100%;box-sizing:border-box;font:inherit;padding:.4rem}
      button{font:inherit;padding:.5rem 1rem;margin:.6rem .4rem 0 0;border-radius:.4rem}
      button:first-of-type{background:var(--accent);border:1px solid var(--accent);color:var(--accent-ink)}
      .brand{display:flex;gap:.6rem;align-items:center;margin-bottom:2rem;font-weight:600}
      .brand img{max-height:2.2rem;max-width:12rem}
      .bad{color:#c33}.good{color:#283}
      """;

  private PageFrame() {}

  static NextStep.Page page(int status, String title, String body) {
    return new NextStep.Page(status, title, body);
  }

  /// Only this one style may apply, and only pictures over TLS may be shown. Where a form may go is
  /// not restricted: browsers apply that to every redirect behind it as well, and the simulator's
  /// form leads to the app.
  static String csp(Branding branding) {
    return "default-src 'none'; base-uri 'none'; frame-ancestors 'none';"
        + (branding.logoUrl().isEmpty() ? "" : " img-src https:;")
        + " style-src 'sha256-"
        + Base64.getEncoder()
            .encodeToString(Digests.sha256(style(branding).getBytes(StandardCharsets.UTF_8)))
        + "'";
  }

  private static String style(Branding branding) {
    return ":root{--accent:"
        + branding.accent()
        + ";--accent-ink:#fff}@media(prefers-color-scheme:dark){:root{--accent:"
        + branding.accent().onDark()
        + ";--accent-ink:#111}}"
        + STYLE;
  }

  static String html(NextStep.Page page, Branding branding) {
    String title = Html.text(page.title());
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>%s</style>
    </head>
    <body>
    %s<h1>%s</h1>
    %s
    </body>
    </html>
    """
        .formatted(title, style(branding), brand(branding), title, page.body());
  }

  private static String brand(Branding branding) {
    if (branding.logoUrl().isEmpty() && branding.name().isEmpty()) {
      return "";
    }
    String name = Html.text(branding.name());
    String logo =
        branding.logoUrl().isEmpty()
            ? ""
            : "<img src=\"" + Html.text(branding.logoUrl()) + "\" alt=\"\">";
    return "<p class=\"brand\">" + logo + "<span>" + name + "</span></p>\n";
  }
}
