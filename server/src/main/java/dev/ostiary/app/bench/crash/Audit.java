package dev.ostiary.app.bench.crash;

import dev.ostiary.app.bench.crash.Customer.Fact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares what the apps were told with what the receiver was told.
final class Audit {
  private final Ledger ledger;
  private final List<String> broken = new ArrayList<>();
  private int doubtfulMade;
  private int doubtfulNotMade;

  Audit(Ledger ledger) {
    this.ledger = ledger;
  }

  /// @return each promise that was broken, in words
  List<String> check(List<Customer> customers) {
    broken.addAll(ledger.broken());
    Map<String, List<Fact>> told = new HashMap<>(ledger.accepted(Subscription.EVERYTHING));
    for (Customer customer : customers) {
      String organization = customer.organization();
      compare(customer, organization == null ? claim(customer, told) : told.remove(organization));
    }
    told.forEach((organization, facts) ->
        broken.add(organization + " was never created, and yet told of: " + facts));
    for (Subscription other : List.of(Subscription.CONNECTIONS, Subscription.UNORDERED)) {
      agree(other);
    }
    return broken;
  }

  /// The events of a customer whose creation was never acknowledged.
  private static @Nullable List<Fact> claim(Customer customer, Map<String, List<Fact>> told) {
    return told.entrySet().stream()
        .filter(entry -> entry.getValue().getFirst().name().equals(customer.name()))
        .findFirst()
        .map(entry -> told.remove(entry.getKey()))
        .orElse(null);
  }

  private void compare(Customer customer, @Nullable List<Fact> arrived) {
    List<Fact> found = arrived == null ? List.of() : arrived;
    List<Fact> longer = new ArrayList<>(customer.certain());
    longer.addAll(customer.doubtful());
    if (matches(customer.certain(), found)) {
      doubtfulNotMade += customer.doubtful().isEmpty() ? 0 : 1;
    } else if (matches(longer, found)) {
      doubtfulMade++;
    } else {
      broken.add(
          customer.name()
              + ": expected "
              + customer.certain()
              + ", then all or none of "
              + customer.doubtful()
              + ", found "
              + found);
    }
  }

  private static boolean matches(List<Fact> expected, List<Fact> found) {
    if (expected.size() != found.size()) {
      return false;
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!expected.get(i).matches(found.get(i))) {
        return false;
      }
    }
    return true;
  }

  /// Every endpoint must have got what it asked for of what the first one got.
  private void agree(Subscription other) {
    Map<String, List<Fact>> mine = ledger.accepted(other);
    ledger
        .accepted(Subscription.EVERYTHING)
        .forEach((organization, facts) -> {
          List<Fact> wanted = facts.stream().filter(fact -> other.wants(fact.type())).toList();
          List<Fact> found = mine.getOrDefault(organization, List.of());
          boolean same =
              other.ordered()
                  ? wanted.equals(found)
                  : wanted.size() == found.size() && found.containsAll(wanted);
          if (!same) {
            broken.add(other + ", " + organization + ": expected " + wanted + ", found " + found);
          }
        });
  }

  /// Changes without an answer that turned out to be made.
  int doubtfulMade() {
    return doubtfulMade;
  }

  int doubtfulNotMade() {
    return doubtfulNotMade;
  }
}
