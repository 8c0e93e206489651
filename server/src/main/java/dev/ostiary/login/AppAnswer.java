package dev.ostiary.login;

import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.QueryParamsBuilder;
import dev.ostiary.environment.Environment;
import dev.ostiary.platform.Secret;
import java.util.LinkedHashMap;
import java.util.Map;

/// What an app is told at its redirect URI. Every answer, an error too, says who gives it (`iss`,
/// RFC 9207), so that the app cannot be made to take it for that of somebody else.
final class AppAnswer {
  private AppAnswer() {}

  static NextStep code(Environment environment, AppRequest request, Secret code) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("code", code.reveal());
    return answer(environment, request, parameters);
  }

  static NextStep error(Environment environment, AppRequest request, Login.Failure failure) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("error", failure.error().name());
    parameters.put("error_description", failure.description());
    return answer(environment, request, parameters);
  }

  private static NextStep answer(
      Environment environment, AppRequest request, Map<String, String> parameters) {
    if (request.state() != null) {
      parameters.put("state", request.state());
    }
    parameters.put("iss", environment.url().toString());
    return switch (request.responseMode()) {
      case query -> new NextStep.Redirect(withQuery(request.redirectUri(), parameters));
      case form_post -> new NextStep.FormPost(request.redirectUri(), parameters);
    };
  }

  /// Adds parameters to an address that may have some.
  static String withQuery(String url, Map<String, String> parameters) {
    QueryParamsBuilder query = QueryParams.builder();
    parameters.forEach(query::add);
    return url + (url.indexOf('?') < 0 ? "?" : "&") + query.build().toQueryString();
  }
}
