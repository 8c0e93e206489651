package dev.ostiary.web.page;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.ostiary.environment.AccentColor;
import java.util.regex.Pattern;

/// The stylesheet that gives a page another accent: one for each color, made when it is asked for,
/// since nothing may be inline.
final class AccentStyle {
  private static final String PREFIX = "/assets/accent/";
  private static final Pattern PATH = Pattern.compile(PREFIX + "([0-9a-f]{6})\\.css");

  private AccentStyle() {}

  static String path(AccentColor color) {
    return PREFIX + color.digits() + ".css";
  }

  static boolean isAt(String path) {
    return PATH.matcher(path).matches();
  }

  static HttpResponse serve(String path) {
    String digits = path.substring(PREFIX.length(), path.length() - ".css".length());
    AccentColor color = new AccentColor(Integer.parseInt(digits, 16));
    return HttpResponse.of(
        ResponseHeaders.builder(HttpStatus.OK)
            .set(HttpHeaderNames.CONTENT_TYPE, "text/css; charset=utf-8")
            .set(HttpHeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable")
            .build(),
        HttpData.ofUtf8(text(color)));
  }

  /// Text of that color stands on the soft one, too, so that is hardly tinted.
  private static String text(AccentColor color) {
    return """
    :root { --accent: %s; --accent-ink: #ffffff; --accent-soft: color-mix(in srgb, %s 6%%, #ffffff); }
    @media (prefers-color-scheme: dark) {
      :root { --accent: %s; --accent-ink: #10181a; --accent-soft: color-mix(in srgb, %s 8%%, #1c2123); }
    }
    """
        .formatted(color, color, color.onDark(), color.onDark());
  }
}
