package dev.ostiary.app.bench.api;

import dev.ostiary.app.bench.measure.Callers;
import dev.ostiary.app.bench.measure.Report;
import dev.ostiary.app.command.Console;
import java.time.Duration;
import java.util.function.LongConsumer;

/// Measures one kind of call after the other, and writes down what came of each.
final class Measures {
  private final Callers callers;
  private final Report report;
  private final Console console;
  private final Duration time;

  /// @param time how long each kind of call is made
  Measures(Callers callers, Report report, Console console, Duration time) {
    this.callers = callers;
    this.report = report;
    this.console = console;
    this.time = time;
  }

  Duration time() {
    return time;
  }

  /// Measures, after a first time that does not count: it meets code that is not compiled yet.
  ///
  /// @return how often in a second
  double calls(String key, String label, LongConsumer call) {
    callers.run(time, call);
    Callers.Outcome outcome = callers.run(time, call);
    figure(key, label, outcome.perSecond(), "/s");
    figure(key + "_p99", label + ", 99 %", outcome.latencies().p99(), "ms");
    return outcome.perSecond();
  }

  void figure(String key, String label, double value, String unit) {
    console.line(report.text(report.add(key, label, value, unit)));
  }
}
