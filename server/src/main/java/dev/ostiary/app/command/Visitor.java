package dev.ostiary.app.command;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.Cookie;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.QueryParamsBuilder;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// A browser as far as a sign-in needs one: keeps cookies, and is sent from place to place.
public final class Visitor {
  private final RestClient server;
  private final Map<String, Cookie> cookies = new LinkedHashMap<>();

  public Visitor(RestClient server) {
    this.server = server;
  }

  /// Opens a page of the server that redirects.
  ///
  /// @param url its address, or the path alone
  /// @return where to
  public String get(String url) {
    URI address = URI.create(url);
    String path = address.getRawPath() + "?" + address.getRawQuery();
    return redirected(HttpRequest.of(head(HttpMethod.GET, path).build()));
  }

  /// Sends a form to a page of the server, which redirects.
  ///
  /// @return where to
  public String post(String url, Map<String, String> fields) {
    QueryParamsBuilder form = QueryParams.builder();
    fields.forEach(form::add);
    return redirected(
        HttpRequest.of(
            head(HttpMethod.POST, URI.create(url).getRawPath())
                .contentType(MediaType.FORM_DATA)
                .build(),
            HttpData.ofUtf8(form.build().toQueryString())));
  }

  private RequestHeadersBuilder head(HttpMethod method, String path) {
    RequestHeadersBuilder head = RequestHeaders.builder(method, path);
    return cookies.isEmpty() ? head : head.cookies(cookies.values().toArray(Cookie[]::new));
  }

  private String redirected(HttpRequest request) {
    AggregatedHttpResponse answer = server.browse(request);
    answer.headers().cookies().forEach(cookie -> cookies.put(cookie.name(), cookie));
    String to = answer.headers().get(HttpHeaderNames.LOCATION);
    if (to == null) {
      throw new CommandFailed(
          request.method() + " " + request.path() + " led nowhere: " + answer.status());
    }
    return to;
  }
}
