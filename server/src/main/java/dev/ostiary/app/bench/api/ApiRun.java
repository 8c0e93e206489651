package dev.ostiary.app.bench.api;

import static java.util.Objects.requireNonNull;

import dev.ostiary.app.bench.measure.Report;
import dev.ostiary.platform.id.OrganizationId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;

/// The measurements, one after the other, and the bars they are held against.
final class ApiRun {
  /// Items of a page.
  private static final int PAGE = 30;

  /// A prime, so that every organization has its turn.
  private static final long STRIDE = 7919;

  private final List<Door> doors;
  private final Measures measures;
  private final Customers customers;
  private final Toggles toggles;
  private final Report report;

  ApiRun(List<Door> doors, Measures measures, Customers customers, Toggles toggles, Report report) {
    this.doors = doors;
    this.measures = measures;
    this.customers = customers;
    this.toggles = toggles;
    this.report = report;
  }

  /// How often in a second.
  private record Reads(double get, double list, double search) {}

  /// @param sizes numbers of organizations, ascending
  void run(List<Long> sizes) {
    Map<Door, Double> bare = new HashMap<>();
    for (Door door : doors) {
      bare.put(door, calls(door, "bare", "where there is nothing", number -> door.nowhere()));
    }
    Map<Door, Reads> few = new HashMap<>();
    Map<Door, Reads> many = new HashMap<>();
    for (long size : sizes) {
      customers.fillTo(size);
      for (Door door : doors) {
        Reads reads = reads(door, size);
        few.putIfAbsent(door, reads);
        many.put(door, reads);
      }
    }
    customers.prepareBareChanges();
    double database = customers.bareChanges(measures.time());
    measures.figure("bare_changes", "change and event, database alone", database, "/s");
    for (Door door : doors) {
      double changes = calls(door, "toggle", "enable or disable", number -> toggles.next(door));
      Reads most = requireNonNull(many.get(door));
      Reads fewest = requireNonNull(few.get(door));
      double nowhere = requireNonNull(bare.get(door));
      String name = door.name() + ", ";
      report.atLeast(name + "get / where there is nothing", most.get() / nowhere, 0.3);
      report.atLeast(name + "list, most / fewest", most.list() / fewest.list(), 0.7);
      report.atLeast(name + "search, most / fewest", most.search() / fewest.search(), 0.7);
      report.atLeast(name + "enable or disable / database alone", changes / database, 0.5);
    }
  }

  private Reads reads(Door door, long size) {
    return new Reads(
        calls(door, "get_" + size, "get, of " + size, number -> door.get(id(size, number))),
        calls(door, "list_" + size, "list, of " + size, number -> door.list(PAGE)),
        calls(
            door,
            "search_" + size,
            "search, of " + size,
            number -> door.search("customer-" + id(size, number).number(), PAGE)));
  }

  /// Here and there, so that neither a cache nor the beginning of many names helps or hinders.
  private static OrganizationId id(long size, long number) {
    return Customers.id(1 + number * STRIDE % size);
  }

  private double calls(Door door, String key, String label, LongConsumer call) {
    return measures.calls(
        door.name().toLowerCase(Locale.ROOT) + "_" + key, door.name() + " " + label, call);
  }
}
