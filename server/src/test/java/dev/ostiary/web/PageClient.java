package dev.ostiary.web;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentDisposition;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.multipart.BodyPart;
import com.linecorp.armeria.common.multipart.Multipart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A browser that does as it is told, bad things too.
public final class PageClient {
  private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

  private final URI server;
  private final WebClient http;
  private String cookie = "";

  PageClient(URI server) {
    this.server = server;
    http = WebClient.of(server);
  }

  /// Comes in by a link.
  public static PageClient signedIn(URI server, String link, String name) {
    PageClient client = new PageClient(server);
    AggregatedHttpResponse answer =
        client.post(URI.create(link).getPath(), Map.of("name", name), Map.of());
    client.keep(answer);
    return client;
  }

  /// Keeps the session that an answer gave.
  void keep(AggregatedHttpResponse answer) {
    cookie = answer.headers().get("set-cookie", "").split(";", 2)[0];
  }

  public AggregatedHttpResponse get(String path) {
    return send(RequestHeaders.builder(HttpMethod.GET, path), HttpData.empty());
  }

  /// The lines of an answer that goes on, as they come; closing the stream ends it.
  Stream<String> follow(String path) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(server.resolve(path)).header("cookie", cookie).build(),
              HttpResponse.BodyHandlers.ofLines())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The token that this session's forms carry.
  String token() {
    Matcher token = TOKEN.matcher(get("/dashboard/organizations/new").contentUtf8());
    if (!token.find()) {
      token = TOKEN.matcher(get("/dashboard/organizations").contentUtf8());
      token.find();
    }
    return token.group(1);
  }

  public AggregatedHttpResponse post(
      String path, Map<String, String> form, Map<String, String> headers) {
    RequestHeadersBuilder head = RequestHeaders.builder(HttpMethod.POST, path);
    head.contentType(MediaType.FORM_DATA);
    new TreeMap<>(headers).forEach(head::set);
    String body =
        form.entrySet().stream()
            .map(field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return send(head, HttpData.ofUtf8(body));
  }

  /// Sends a form with a file, as a browser does.
  AggregatedHttpResponse upload(
      String path, Map<String, String> form, String field, String fileName, byte[] file) {
    Multipart parts =
        Multipart.of(
            Stream.concat(
                    form.entrySet().stream()
                        .map(each ->
                            BodyPart.of(
                                ContentDisposition.of("form-data", each.getKey()),
                                each.getValue())),
                    Stream.of(
                        BodyPart.of(
                            ContentDisposition.of("form-data", field, fileName),
                            HttpData.wrap(file))))
                .toList());
    RequestHeadersBuilder head = RequestHeaders.builder(HttpMethod.POST, path);
    if (!cookie.isEmpty()) {
      head.set("cookie", cookie);
    }
    return http.execute(parts.toHttpRequest(head.build())).aggregate().join();
  }

  /// Sends the form of a connection's step, knowing the versions that its page shows.
  ///
  /// @param page the connection's
  public AggregatedHttpResponse step(String page, String step, Map<String, String> fields) {
    Matcher seen =
        Pattern.compile(
                "action=\"[^\"]*/" + step + "\"(?:(?!</form>).)*name=\"seen\" value=\"([0-9]+)\"")
            .matcher(get(page).contentUtf8());
    if (!seen.find()) {
      throw new AssertionError("no form of the step " + step + " on " + page);
    }
    Map<String, String> form = new HashMap<>(fields);
    form.put("csrf", token());
    form.put("seen", seen.group(1));
    return post(page + "/" + step, form, Map.of());
  }

  private AggregatedHttpResponse send(RequestHeadersBuilder head, HttpData body) {
    if (!cookie.isEmpty()) {
      head.set("cookie", cookie);
    }
    return http.execute(com.linecorp.armeria.common.HttpRequest.of(head.build(), body))
        .aggregate()
        .join();
  }
}
