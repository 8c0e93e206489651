package dev.ostiary.web.portal;

import dev.ostiary.environment.ApiClient;
import dev.ostiary.environment.ApiClients;
import dev.ostiary.environment.RedirectUri;
import dev.ostiary.platform.id.EnvironmentId;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Whose pages may show the portal in a frame: those that the app's users may be sent back to (wire
/// contract, section 4.6). An address with a wildcard, or of an app on a device, names no page.
public final class FrameOrigins implements Function<EnvironmentId, List<String>> {
  /// What may stand in a content policy as it is.
  private static final Pattern PLAIN = Pattern.compile("https?://[a-zA-Z0-9.-]+(:[0-9]{1,5})?");

  private final ApiClients clients;

  public FrameOrigins(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public List<String> apply(EnvironmentId environment) {
    return clients.list(environment).stream()
        .flatMap(FrameOrigins::addresses)
        .map(FrameOrigins::origin)
        .filter(origin -> PLAIN.matcher(origin).matches())
        .distinct()
        .toList();
  }

  private static Stream<String> addresses(ApiClient client) {
    return client.settings().uris().postLogin().stream().map(RedirectUri::text);
  }

  private static String origin(String address) {
    try {
      URI uri = URI.create(address);
      int port = uri.getPort();
      return uri.getScheme() + "://" + uri.getHost() + (port == -1 ? "" : ":" + port);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
