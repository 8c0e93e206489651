package dev.ostiary.environment;

import dev.ostiary.platform.Problem;
import java.util.Locale;
import java.util.regex.Pattern;

/// The color of buttons and links on the pages that an app's customers and their people see. It
/// must be legible on our light pages; on dark ones it is lightened until it is.
///
/// @param rgb red, green and blue, eight bits each
public record AccentColor(int rgb) {
  /// What our own pages have.
  public static final AccentColor OURS = new AccentColor(0x2f5d50);

  /// Normal text on its ground (WCAG 2.2, success criterion 1.4.3).
  private static final double LEGIBLE = 4.5;

  private static final int LIGHT_GROUND = 0xfaf9f6;
  private static final int DARK_GROUND = 0x1c2123;
  private static final int WHITE = 0xffffff;

  /// In how many steps a color becomes white.
  private static final int STEPS = 20;

  private static final Pattern NOTATION = Pattern.compile("#[0-9a-f]{6}");

  /// @param field of the request, for the refusal
  /// @param text such as `#2f5d50`
  public static AccentColor parse(String field, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (!NOTATION.matcher(lower).matches()) {
      throw Problem.invalid(field, "found \"" + text + "\", expected a color such as #2f5d50");
    }
    AccentColor color = new AccentColor(Integer.parseInt(lower.substring(1), 16));
    double contrast = contrast(color.rgb, LIGHT_GROUND);
    if (contrast < LEGIBLE) {
      throw Problem.invalid(
          field,
          String.format(
              Locale.ROOT,
              "found a contrast of %.1f on a light page, expected %.1f or more; choose a darker one",
              contrast,
              LEGIBLE));
    }
    return color;
  }

  /// The nearest lighter color that is legible on a dark page.
  public AccentColor onDark() {
    for (int step = 0; step < STEPS; step++) {
      int lighter = mix(rgb, WHITE, (double) step / STEPS);
      if (contrast(lighter, DARK_GROUND) >= LEGIBLE) {
        return new AccentColor(lighter);
      }
    }
    return new AccentColor(WHITE);
  }

  private static int mix(int from, int to, double share) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double a = from >> shift & 0xff;
      double b = to >> shift & 0xff;
      mixed |= (int) Math.round(a + (b - a) * share) << shift;
    }
    return mixed;
  }

  /// The contrast ratio of WCAG 2.2: 1 for none, 21 for black on white.
  static double contrast(int a, int b) {
    double first = luminance(a) + 0.05;
    double second = luminance(b) + 0.05;
    return Math.max(first, second) / Math.min(first, second);
  }

  /// The relative luminance of WCAG 2.2.
  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16 & 0xff)
        + 0.7152 * linear(rgb >> 8 & 0xff)
        + 0.0722 * linear(rgb & 0xff);
  }

  private static double linear(int channel) {
    double share = channel / 255.0;
    return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  /// Six digits, without the `#`.
  public String digits() {
    return String.format(Locale.ROOT, "%06x", rgb);
  }

  @Override
  public String toString() {
    return "#" + digits();
  }
}
