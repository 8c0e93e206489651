package dev.ostiary.web.page;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import dev.ostiary.environment.Environment;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.http.SessionCookie;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One request of a person's browser.
///
/// @param names the parts of the path that the route names
/// @param form empty for a GET
/// @param address where it came from
public record Visit(
    Environment environment,
    Instant now,
    String requestId,
    String address,
    RequestHeaders headers,
    Map<String, String> names,
    QueryParams query,
    QueryParams form) {

  /// Part of the path.
  public String name(String name) {
    String value = names.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no {" + name + "}");
    }
    return value;
  }

  /// A parameter of the address; empty when it is not there.
  public String query(String name) {
    return query.get(name, "");
  }

  /// What was entered in a field, without the space around it; empty when it is not there.
  public String form(String name) {
    return form.get(name, "").strip();
  }

  /// The same with the space around it.
  public String formAsSent(String name) {
    return form.get(name, "");
  }

  /// The same, or null when nothing was entered.
  public @Nullable String formOrNull(String name) {
    String value = form(name);
    return value.isEmpty() ? null : value;
  }

  /// Every value of a field, as of check boxes.
  public List<String> formAll(String name) {
    return form.getAll(name);
  }

  /// Whether a check box was ticked.
  public boolean ticked(String name) {
    return form.contains(name);
  }

  /// One of the names of an enum.
  public <E extends Enum<E>> E choice(String field, Class<E> type) {
    return choice(field, form(field), type);
  }

  /// The same in the address, where it may be missing.
  public <E extends Enum<E>> Optional<E> queryChoice(String name, Class<E> type) {
    String value = query(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(choice(name, value, type));
  }

  private static <E extends Enum<E>> E choice(String field, String value, Class<E> type) {
    try {
      return Enum.valueOf(type, value);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid(
          field,
          "found \""
              + value
              + "\", expected one of "
              + List.of(type.getEnumConstants())
              + "; choose from the list");
    }
  }

  public Optional<Secret> session(SessionCookie cookie) {
    return cookie.of(environment.url(), headers);
  }

  /// Whether only a part of the page is wanted, by htmx.
  public boolean wantsFragment() {
    return headers.contains("hx-request");
  }

  public String userAgent() {
    return headers.get(HttpHeaderNames.USER_AGENT, "");
  }

  /// The path and query that were asked for.
  public String path() {
    return headers.path();
  }
}
