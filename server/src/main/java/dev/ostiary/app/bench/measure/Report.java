package dev.ostiary.app.bench.measure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.app.command.Console;
import dev.ostiary.platform.Json;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What was found, and the bars it is held against.
public final class Report {
  private final Map<String, String> setting = new LinkedHashMap<>();
  private final List<Figure> figures = new ArrayList<>();
  private final List<Bar> bars = new ArrayList<>();

  /// What it was measured on.
  public void machine() {
    setting(
        "machine",
        Runtime.getRuntime().availableProcessors()
            + " processors, "
            + System.getProperty("os.name")
            + " "
            + System.getProperty("os.arch")
            + ", Java "
            + Runtime.version()
            + String.format(
                Locale.ROOT,
                "; load of others %.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
  }

  /// A measured value.
  ///
  /// @param key its name for machines
  public record Figure(String key, String label, double value, String unit) {}

  /// What a value must reach, or must not exceed.
  private record Bar(String label, double found, boolean atLeast, double bound, String unit) {
    boolean met() {
      return atLeast ? found >= bound : found <= bound;
    }
  }

  public void setting(String name, String value) {
    setting.put(name, value);
  }

  public Figure add(String key, String label, double value, String unit) {
    Figure figure = new Figure(key, label, value, unit);
    figures.add(figure);
    return figure;
  }

  public void atLeast(String label, double found, double bound) {
    bars.add(new Bar(label, found, true, bound, "×"));
  }

  public void atMost(String label, double found, double bound, String unit) {
    bars.add(new Bar(label, found, false, bound, unit));
  }

  public String text(Figure figure) {
    return String.format(Locale.ROOT, "%-46s %14s", figure.label(), number(figure.value()))
        + " "
        + figure.unit();
  }

  public void print(Console console) {
    console.blank();
    setting.forEach((name, value) -> console.line(console.dim(name + ": " + value)));
    console.blank();
    console.line(console.bold("The bars, as ratios of this one run"));
    for (Bar bar : bars) {
      String line =
          String.format(
              Locale.ROOT,
              "%-62s %10s %s %s %s %s",
              bar.label(),
              number(bar.found()),
              bar.unit(),
              bar.atLeast() ? "≥" : "≤",
              number(bar.bound()),
              bar.unit());
      console.line(bar.met() ? console.green("✓ ") + line : console.red("✗ ") + line);
    }
  }

  public ObjectNode json() {
    ObjectNode json = Json.object();
    ObjectNode where = json.putObject("setting");
    setting.forEach(where::put);
    ObjectNode found = json.putObject("figures");
    for (Figure figure : figures) {
      found.putObject(figure.key()).put("value", figure.value()).put("unit", figure.unit());
    }
    var held = json.putArray("bars");
    for (Bar bar : bars) {
      held.addObject()
          .put("bar", bar.label())
          .put("found", bar.found())
          .put(bar.atLeast() ? "at_least" : "at_most", bar.bound())
          .put("met", bar.met());
    }
    return json;
  }

  private static String number(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%,d", Math.round(value)).replace(',', ' ')
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
