package dev.ostiary.testing;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// How many rows and index entries PostgreSQL goes through to do something: what a plan promises,
/// counted where it was carried out. What a filter dropped and what was read to be sorted counts
/// too, so a list that reads little more than it answers walks an index, in the order of its
/// answer.
public final class RowsRead {
  /// What this transaction went through, by table (read from end to end) and by index.
  private static final String SO_FAR =
      """
      select relname as name, pg_stat_get_xact_tuples_returned(oid) as count from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')
      order by relname
      """;

  private record Relation(String name, long count) {}

  private RowsRead() {}

  /// Fails when `work` goes through more rows than this, or through none, which would prove
  /// nothing. It runs on this thread and has a transaction around it.
  public static void atMost(long bound, Database database, Runnable work) {
    Map<String, Long> read = database.together(tx -> during(tx, work));

    String where =
        read.entrySet().stream()
            .map(each -> each.getValue() + " in " + each.getKey())
            .collect(joining(", "));
    assertThat(read.values().stream().mapToLong(Long::longValue).sum())
        .as("rows read: %s", where)
        .isBetween(1L, bound);
  }

  private static Map<String, Long> during(Tx tx, Runnable work) {
    List<Relation> before = soFar(tx);
    work.run();
    List<Relation> after = soFar(tx);
    return IntStream.range(0, after.size())
        .filter(i -> after.get(i).count() > before.get(i).count())
        .boxed()
        .collect(
            toMap(i -> after.get(i).name(), i -> after.get(i).count() - before.get(i).count()));
  }

  private static List<Relation> soFar(Tx tx) {
    return tx.sql(SO_FAR).list(row -> new Relation(row.text("name"), row.number("count")));
  }
}
