package dev.ostiary.environment;

import dev.ostiary.platform.Faults;

/// How an app shows itself on the pages that its customers and their people see.
///
/// @param name of the app; empty for none
/// @param logoUrl `https`; empty for none
/// @param accent of buttons and links
public record Branding(String name, String logoUrl, AccentColor accent) {
  /// Nothing of an app's own.
  public static final Branding NONE = new Branding("", "", AccentColor.OURS);

  private static final int MAX_NAME = 60;
  private static final int MAX_LOGO_URL = 1024;

  public Branding {
    Faults faults = new Faults().text("name", name, 0, MAX_NAME);
    if (!logoUrl.isEmpty()) {
      faults.url("logo_url", logoUrl, MAX_LOGO_URL);
      if (!logoUrl.startsWith("https://")) {
        faults.add("logo_url", "expected a URL that starts with https://");
      }
    }
    faults.refuse();
  }
}
