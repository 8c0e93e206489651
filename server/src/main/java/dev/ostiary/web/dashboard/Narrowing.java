package dev.ostiary.web.dashboard;

import static dev.ostiary.web.page.Attributes.action;
import static dev.ostiary.web.page.Attributes.css;
import static dev.ostiary.web.page.Attributes.method;
import static dev.ostiary.web.page.Tags.button;

import dev.ostiary.platform.Problem;
import dev.ostiary.web.page.Field;
import dev.ostiary.web.page.Html;
import dev.ostiary.web.page.Problems;
import dev.ostiary.web.page.Tags;
import dev.ostiary.web.page.Widgets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What of a list is wanted, as the page's address says it. An address can be mistyped, so it may
/// also be what is wrong with it; then nothing of the list is shown.
///
/// @param filter null when something is wrong
record Narrowing<F>(@Nullable F filter, Problems problems) {
  /// How far back to look.
  private static final String MINUTES = "minutes";

  private static final Map<String, String> TIMES = new LinkedHashMap<>();

  static {
    TIMES.put("5", "Last 5 minutes");
    TIMES.put("60", "Last hour");
    TIMES.put("1440", "Last day");
    TIMES.put("10080", "Last 7 days");
    TIMES.put("43200", "Last 30 days");
  }

  /// @param reading refuses with a `Problem`
  static <F> Narrowing<F> read(Supplier<F> reading) {
    try {
      return new Narrowing<>(reading.get(), Problems.NONE);
    } catch (Problem problem) {
      return new Narrowing<>(null, Problems.of(problem));
    }
  }

  /// The status of the page.
  int status() {
    return filter == null ? 422 : 200;
  }

  /// What there is, or what is wrong.
  Html list(Function<F, Html> list) {
    return filter == null ? problems.box() : list.apply(filter);
  }

  /// The fields above the list.
  ///
  /// @param path of the page, without a query
  Html form(String path, Field... fields) {
    return Tags.form(
        method("get"),
        action(path),
        css("filters"),
        Html.each(List.of(fields), field -> field.html(problems)),
        button("Filter"));
  }

  /// A field for one of several; none of them is chosen at first.
  static Field choice(OperatorVisit visit, String name, String label, Map<String, String> options) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("", "All");
    all.putAll(options);
    return Field.choice(name, label, all).value(visit.visit().query(name));
  }

  static Field line(OperatorVisit visit, String name, String label) {
    return Field.line(name, label).value(visit.visit().query(name));
  }

  /// One of these; null when none was chosen.
  static @Nullable String among(OperatorVisit visit, String name, Collection<String> choices) {
    String value = visit.visit().query(name);
    if (value.isEmpty()) {
      return null;
    }
    if (!choices.contains(value)) {
      throw Problem.invalid(
          name, "found \"" + value + "\", expected one of " + choices + "; choose from the list");
    }
    return value;
  }

  /// A field for how far back to look.
  static Field time(OperatorVisit visit) {
    return choice(visit, MINUTES, "Time", TIMES);
  }

  /// From when on; null for no such limit.
  static @Nullable Instant since(OperatorVisit visit) {
    String minutes = visit.visit().query(MINUTES);
    if (minutes.isEmpty()) {
      return null;
    }
    if (!minutes.matches("[0-9]{1,6}")) {
      throw Problem.invalid(
          MINUTES, "found \"" + minutes + "\", expected a number of minutes; choose from the list");
    }
    return visit.now().minus(Duration.ofMinutes(Long.parseLong(minutes)));
  }

  /// The address of the same list, to which the page's token can be added.
  static String path(OperatorVisit visit, String path, String... names) {
    StringBuilder all = new StringBuilder(path).append("?");
    for (String name : names) {
      all.append(name).append('=').append(Widgets.encode(visit.visit().query(name))).append('&');
    }
    return all.deleteCharAt(all.length() - 1).toString();
  }
}
