package dev.ostiary.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A browser without a screen: keeps cookies for each host, goes one step at a time, and sends the
/// form of a page when told to.
public final class Browser {
  private static final Pattern FORM = Pattern.compile("<form[^>]*>");
  private static final Pattern ACTION = Pattern.compile("\\saction=\"([^\"]*)\"");
  private static final Pattern FIELD =
      Pattern.compile("<(?:input|textarea)[^>]*\\sname=\"([^\"]*)\"[^>]*>");
  private static final Pattern VALUE = Pattern.compile("\\svalue=\"([^\"]*)\"");

  private static final Pattern BUTTON =
      Pattern.compile("<button\\sname=\"([^\"]*)\"\\svalue=\"([^\"]*)\"");

  private final HttpClient http;
  private final Map<String, Map<String, String>> jars = new TreeMap<>();

  public Browser() {
    this(HttpClient.newBuilder());
  }

  private Browser(HttpClient.Builder http) {
    this.http = http.version(HttpClient.Version.HTTP_1_1).build();
  }

  /// A browser on another machine, as far as the server can tell.
  ///
  /// @param machine 1 to 254
  public static Browser on(int machine) {
    return new Browser(
        HttpClient.newBuilder().localAddress(InetAddress.ofLiteral("127.0.1." + machine)));
  }

  /// What came of one step.
  public record Page(URI url, HttpResponse<String> response) {
    public int status() {
      return response.statusCode();
    }

    public String body() {
      return response.body();
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /// Where a redirect leads.
    public URI location() {
      return url.resolve(header("location"));
    }

    /// The parameters that a redirect carries.
    public Map<String, String> parameters() {
      return Browser.parameters(location());
    }

    /// The fields of the page's form, with their values.
    public Map<String, String> fields() {
      Map<String, String> fields = new LinkedHashMap<>();
      Matcher field = FIELD.matcher(body());
      while (field.find()) {
        Matcher value = VALUE.matcher(field.group());
        fields.put(unescape(field.group(1)), value.find() ? unescape(value.group(1)) : "");
      }
      return fields;
    }

    /// Where the page's form is sent to.
    public URI action() {
      Matcher form = FORM.matcher(body());
      if (!form.find()) {
        throw new AssertionError("no form on the page: " + body());
      }
      Matcher action = ACTION.matcher(form.group());
      return action.find() ? url.resolve(unescape(action.group(1))) : url;
    }
  }

  public Page get(Object url) {
    return send(URI.create(url.toString()), HttpRequest.newBuilder().GET());
  }

  public Page post(Object url, Map<String, String> fields) {
    return send(
        URI.create(url.toString()),
        HttpRequest.newBuilder()
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encode(fields))));
  }

  /// Asks a node, as a load balancer would that knows the site by another name.
  ///
  /// @param authority host and port that the browser means
  public Page getFrom(URI node, String authority) {
    return send(node, HttpRequest.newBuilder().header("host", authority).GET());
  }

  /// Sends a form to a node, as a load balancer would that knows the site by another name.
  ///
  /// @param authority host and port that the browser means
  public Page postTo(URI node, String authority, Map<String, String> fields) {
    return send(
        node,
        HttpRequest.newBuilder()
            .header("host", authority)
            .header("content-type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encode(fields))));
  }

  /// Goes where the redirect leads.
  public Page follow(Page page) {
    if (page.header("location").isEmpty()) {
      throw new AssertionError("no redirect: " + page.status() + " " + page.body());
    }
    return get(page.location());
  }

  /// Sends the page's form with some fields filled in.
  public Page submit(Page page, Map<String, String> filled) {
    Map<String, String> fields = page.fields();
    fields.putAll(filled);
    return post(page.action(), fields);
  }

  /// Sends the page's form by its first button with a name.
  public Page press(Page page) {
    Matcher button = BUTTON.matcher(page.body());
    if (!button.find()) {
      throw new AssertionError("no button: " + page.status() + " " + page.body());
    }
    return submit(page, Map.of(unescape(button.group(1)), unescape(button.group(2))));
  }

  /// The cookies that are kept for a host and port.
  public Map<String, String> cookies(URI url) {
    return jars.computeIfAbsent(url.getAuthority(), authority -> new TreeMap<>());
  }

  private Page send(URI url, HttpRequest.Builder request) {
    Map<String, String> jar = cookies(url);
    if (!jar.isEmpty()) {
      request.header(
          "cookie",
          jar.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    try {
      HttpResponse<String> response = http.send(request.uri(url).build(), BodyHandlers.ofString());
      response.headers().allValues("set-cookie").forEach(line -> keep(jar, line));
      return new Page(url, response);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void keep(Map<String, String> jar, String line) {
    String pair = line.split(";", 2)[0];
    int equals = pair.indexOf('=');
    String name = pair.substring(0, equals);
    if (line.toLowerCase(Locale.ROOT).contains("max-age=0;")
        || line.toLowerCase(Locale.ROOT).endsWith("max-age=0")) {
      jar.remove(name);
    } else {
      jar.put(name, pair.substring(equals + 1));
    }
  }

  public static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// The parameters in the query of an address.
  public static Map<String, String> parameters(URI url) {
    Map<String, String> parameters = new LinkedHashMap<>();
    String query = url.getRawQuery() == null ? "" : url.getRawQuery();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length == 2) {
        parameters.put(
            URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
            URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private static String unescape(String html) {
    return html.replace("&quot;", "\"")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
  }
}
