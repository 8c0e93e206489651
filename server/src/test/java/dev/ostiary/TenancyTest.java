package dev.ostiary;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every statement names the environment that it is about, so that no id of another one, however it
/// was come by, leads anywhere. A statement that is about all of them, or none, is listed here with
/// its reason.
class TenancyTest {
  private static final Pattern STATEMENT =
      Pattern.compile("\\s*(select|with|insert|update|delete|copy)\\s.*", Pattern.DOTALL);

  /// Bound by its caller, who has it from whoever asks.
  private static final Pattern ENVIRONMENT = Pattern.compile(":environments?\\b");

  /// What makes a statement an exception, and which are.
  private static final Map<String, Set<String>> OTHERS =
      Map.ofEntries(
          Map.entry(
              "makes an environment, or finds the one that a request is for",
              Set.of(
                  "EnvironmentStore.ALL",
                  "EnvironmentStore.BY_AUTHORITY",
                  "EnvironmentStore.BY_ID",
                  "EnvironmentStore.INSERT")),
          Map.entry(
              "is about the nodes and their keys, which serve all environments",
              Set.of(
                  "Bell.NOTIFY",
                  "MasterKeyRegister.ADD",
                  "MasterKeyRegister.IN_USE",
                  "MasterKeyRegister.KEEP_ONLY",
                  "MasterKeyRegister.NODES",
                  "MasterKeyRegister.NODES_NOT_SEALING_WITH",
                  "MasterKeyRegister.NODES_WITHOUT",
                  "MasterKeyRegister.SAY",
                  "NodeLease.ACQUIRE",
                  "NodeLease.HOLD_UNTIL",
                  "NodeLease.QUEUE",
                  "NodeLease.TAKE_OVER")),
          Map.entry(
              "drops what has had its time, whose ever it was",
              Set.of(
                  "GrantStore.SWEEP",
                  "IdempotencyStore.SWEEP",
                  "LoginRecordStore.DELETE",
                  "OperatorStore.FORGET_LINKS",
                  "PasskeyStore.FORGET_CHALLENGES",
                  "Retention.DROP_ATTEMPTS",
                  "Retention.DROP_EVENTS",
                  "SessionStore.SWEEP",
                  "SessionStore.SWEEP_MESSAGES",
                  "UsedAssertionStore.DELETE_OLD")),
          Map.entry(
              "hands out work of the server's own, which waits in every environment",
              Set.of(
                  "DeliveryStore.TAKE_DUE",
                  "DomainCheckStore.CLAIM",
                  "OwnershipStore.CLAIM",
                  "OwnershipStore.FAIR_SHARE",
                  "OwnershipStore.MOVE_ON",
                  "OwnershipStore.OWNED",
                  "OwnershipStore.RELEASE",
                  "ProviderCheckStore.CLAIM",
                  "ReplayStore.ONE_RUNNABLE")),
          Map.entry(
              "reads the log, or how far it goes, for all its readers at once",
              Set.of(
                  "DeliverySearch.NEWEST",
                  "DeliveryStore.FURTHEST_CURSOR",
                  "EventStore.BY_POSITIONS",
                  "EventStore.END",
                  "EventStore.SWEEP")),
          Map.entry(
              "goes by an endpoint whose environment was named when this node took it, or by the statement before",
              Set.of(
                  "DeliverySearch.NEWEST_FAILURES",
                  "DeliverySearch.OLDEST_FAILURES",
                  "DeliveryStore.ADD_ATTEMPTS",
                  "DeliveryStore.FREE_LANES",
                  "DeliveryStore.IS_RECORDED",
                  "DeliveryStore.MOVE_CURSORS",
                  "DeliveryStore.PARKED",
                  "DeliveryStore.PARK_LANES",
                  "DeliveryStore.REMOVE_ATTEMPTS",
                  "DeliveryStore.SETTLED_BEYOND",
                  "ReplayStore.HISTORY",
                  "ReplayStore.PROGRESS")),
          Map.entry(
              "gives every node the keys that it may be asked for", Set.of("SigningKeyStore.ALL")),
          Map.entry(
              "counts for the operator of the installation", Set.of("DeliveryGaugeStore.READ")),
          Map.entry(
              "goes by the digest of a secret that belongs to one environment",
              Set.of(
                  "OperatorStore.IS_USED", "OperatorStore.USE_LINK", "PasskeyStore.USE_CHALLENGE")),
          Map.entry("touches no table", Set.of("IdempotencyStore.LOCK", "SearchStore.QUERY")));

  private static Map<String, String> statements() {
    Map<String, String> statements = new TreeMap<>();
    JavaClasses house = new ClassFileImporter().importPath("target/classes");
    for (JavaClass type : house) {
      if (type.getPackageName().startsWith("dev.ostiary.app")) {
        continue; // tools of the operator, who owns the whole database
      }
      Map<String, String> texts = texts(type);
      texts.forEach((name, text) -> {
        boolean begins =
            texts.values().stream().anyMatch(t -> !t.equals(text) && t.startsWith(text));
        if (STATEMENT.matcher(text).matches() && !begins) {
          statements.put(type.getSimpleName() + "." + name, text);
        }
      });
    }
    return statements;
  }

  private static Map<String, String> texts(JavaClass type) {
    Map<String, String> texts = new TreeMap<>();
    for (JavaField field : type.getFields()) {
      if (field.getModifiers().contains(JavaModifier.STATIC)
          && field.getRawType().isEquivalentTo(String.class)) {
        try {
          Field reflected = field.reflect();
          reflected.setAccessible(true);
          texts.put(field.getName(), String.valueOf(reflected.get(null)));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
    return texts;
  }

  @Test
  void everyStatementNamesTheEnvironment() {
    Set<String> without =
        statements().entrySet().stream()
            .filter(statement -> !ENVIRONMENT.matcher(statement.getValue()).find())
            .map(Map.Entry::getKey)
            .collect(toCollection(TreeSet::new));
    Set<String> listed =
        OTHERS.values().stream().flatMap(Set::stream).collect(toCollection(TreeSet::new));

    assertThat(without).isEqualTo(listed);
  }

  @Test
  void thereAreManyOfThem() {
    assertThat(statements()).hasSizeGreaterThan(150);
  }
}
