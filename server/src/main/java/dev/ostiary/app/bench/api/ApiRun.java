package dev.ostiary.app.bench.api;

import dev.ostiary.app.bench.api.RestLoad.Call;
import dev.ostiary.app.bench.measure.Report;
import dev.ostiary.app.command.Console;
import dev.ostiary.app.command.RestClient;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Duration;
import java.util.List;

/// The measurements, one after the other, and the bars they are held against.
final class ApiRun {
  private static final int NOT_FOUND = 404;

  /// The first calls meet code that is not compiled yet.
  private static final int WARM_UPS = 2;

  private final RestClient api;
  private final RestLoad load;
  private final Customers customers;
  private final Report report;
  private final Console console;
  private final Duration time;

  ApiRun(
      RestClient api,
      RestLoad load,
      Customers customers,
      Report report,
      Console console,
      Duration time) {
    this.api = api;
    this.load = load;
    this.customers = customers;
    this.report = report;
    this.console = console;
    this.time = time;
  }

  /// @param sizes numbers of organizations, ascending
  void run(List<Long> sizes) {
    Call nowhere = new Call("GET", "/nowhere", NOT_FOUND);
    for (int i = 0; i < WARM_UPS; i++) {
      load.run(time, number -> nowhere);
    }
    double bare = show("bare", "a path that leads nowhere", load.run(time, number -> nowhere));
    List<Reads> reads = sizes.stream().map(this::reads).toList();
    Reads few = reads.getFirst();
    Reads many = reads.getLast();
    report.atLeast("get / a path that leads nowhere", many.get() / bare, 0.3);
    report.atLeast("list, most organizations / fewest", many.list() / few.list(), 0.7);
    report.atLeast("search, most organizations / fewest", many.search() / few.search(), 0.7);
    changes();
  }

  /// How often in a second.
  private record Reads(double get, double list, double search) {}

  private Reads reads(long size) {
    customers.fillTo(size);
    String organizations = "/api/v1/organizations";
    return new Reads(
        reads("get", size, number -> Call.get(organizations + "/" + id(size, number))),
        reads("list", size, number -> Call.get(organizations + "?page_size=30")),
        reads(
            "search",
            size,
            number ->
                Call.get(
                    organizations
                        + ":search?page_size=30&query=customer-"
                        + id(size, number).number())));
  }

  private static OrganizationId id(long size, long number) {
    return Customers.id(1 + number % size);
  }

  private double reads(String what, long size, RestLoad.Calls calls) {
    load.run(time, calls);
    return show(what + "_" + size, what + ", of " + size, load.run(time, calls));
  }

  private void changes() {
    customers.prepareBareChanges();
    double database = customers.bareChanges(time);
    figure("bare_changes", "change and event, database alone", database, "/s");
    Toggles toggles = new Toggles(api);
    load.run(time, toggles);
    double changes = show("toggle", "enable or disable", load.run(time, toggles));
    report.atLeast("enable or disable / database alone", changes / database, 0.5);
  }

  private double show(String key, String label, RestLoad.Outcome outcome) {
    figure(key, label, outcome.perSecond(), "/s");
    figure(key + "_p99", label + ", 99 %", outcome.latencies().p99(), "ms");
    return outcome.perSecond();
  }

  private void figure(String key, String label, double value, String unit) {
    console.line(report.text(report.add(key, label, value, unit)));
  }
}
