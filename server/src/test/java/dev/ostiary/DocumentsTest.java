package dev.ostiary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.app.config.Setting;
import dev.ostiary.event.EventType;
import dev.ostiary.testing.TestDatabase;
import dev.ostiary.webhook.Delivery;
import dev.ostiary.webhook.Replay;
import dev.ostiary.webhook.RetrySchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Documents that state facts of the code agree with it.
class DocumentsTest {
  private static final Path ROOT = Path.of("..");

  @Test
  void everySettingIsDocumentedAndEveryDocumentedSettingExists() throws IOException {
    List<String> documented =
        Files.readAllLines(ROOT.resolve("docs/configuration.md")).stream()
            .filter(line -> line.startsWith("| `OSTIARY_"))
            .toList();
    assertThat(documented).isEqualTo(Arrays.stream(Setting.values()).map(Setting::row).toList());
  }

  @Test
  void everyEventTypeIsDocumented() throws IOException {
    assertThat(cells("docs/webhooks.md", "| `organization.", "| `webhook."))
        .isEqualTo(
            Arrays.stream(EventType.values())
                .map(type ->
                    List.of(
                        "`" + type.wireName() + "`",
                        type.object(),
                        type.displayName(),
                        type.isForEverybody() ? "everybody" : "by name"))
                .toList());
  }

  @Test
  void everyStateOfADeliveryOrAReplayIsDrawn() throws IOException {
    String[] parts = Files.readString(ROOT.resolve("docs/webhooks.md")).split("(?m)^```.*$", -1);
    List<String> drawn =
        IntStream.range(0, parts.length).filter(i -> i % 2 == 1).mapToObj(i -> parts[i]).toList();
    List<Enum<?>> states = new ArrayList<>(List.of(Delivery.Status.values()));
    states.addAll(List.of(Replay.State.values()));
    assertThat(states)
        .allSatisfy(state -> assertThat(drawn).anyMatch(drawing -> drawing.contains(state.name())));
  }

  @Test
  void theRetryTimesAreTheScheduleOfTheCode() throws IOException {
    List<Long> seconds =
        cells("docs/webhooks.md", "| attempt ").stream()
            .map(cells -> Long.parseLong(cells.get(1).replace(" s", "")))
            .toList();
    assertThat(seconds)
        .isEqualTo(
            Stream.concat(
                    Stream.of(0L),
                    RetrySchedule.DEFAULT.delays().stream().map(delay -> delay.toSeconds()))
                .toList());
  }

  @Test
  void theSchemaFileShowsTheMigratedSchema() throws IOException, SQLException {
    String described = describe();
    Path file = ROOT.resolve("docs/schema.sql");
    String kept = Files.exists(file) ? Files.readString(file) : "";
    if (!kept.equals(described)) {
      Files.writeString(Path.of("target/schema.sql"), described);
    }
    assertThat(kept)
        .as("docs/schema.sql; the present one was written to server/target/schema.sql")
        .isEqualTo(described);
  }

  @Test
  void linksBetweenDocumentsResolve() throws IOException {
    Pattern link = Pattern.compile("\\]\\((?!https?:|mailto:|#)([^)#]+)");
    try (Stream<Path> files = Stream.concat(Files.list(ROOT), Files.walk(ROOT.resolve("docs")))) {
      assertThat(files.filter(file -> file.toString().endsWith(".md")))
          .isNotEmpty()
          .allSatisfy(file ->
              assertThat(
                      link.matcher(Files.readString(file))
                          .results()
                          .map(match -> file.resolveSibling(match.group(1))))
                  .allSatisfy(target -> assertThat(target).exists()));
    }
  }

  @Test
  void everyThreatIsFacedByTestsThatExist() throws IOException {
    List<List<String>> threats =
        Files.readAllLines(ROOT.resolve("docs/threats.md")).stream()
            .filter(line -> line.matches("\\| [A-Z]-\\d.*"))
            .map(DocumentsTest::cells)
            .toList();
    Pattern reference = Pattern.compile("`([\\w.]+Test)(?:#(\\w+))?`");
    Map<String, String> sources = testSources();

    assertThat(threats).extracting(List::getFirst).isNotEmpty().doesNotHaveDuplicates();
    assertThat(threats)
        .allSatisfy(threat -> {
          assertThat(threat).hasSize(4);
          assertThat(threat.getLast().split(" "))
              .allSatisfy(test -> {
                Matcher named = reference.matcher(test);
                assertThat(named.matches())
                    .as(test + ", expected `Class` or `Class#method`")
                    .isTrue();
                String file = "/" + named.group(1).replace('.', '/') + ".java";
                String method = named.group(2) == null ? "" : "void " + named.group(2) + "(";
                assertThat(sources.keySet()).filteredOn(path -> path.endsWith(file)).hasSize(1);
                assertThat(sources)
                    .anySatisfy((path, text) ->
                        assertThat(path.endsWith(file) && text.contains(method)).isTrue());
              });
        });
  }

  /// The text of every class of tests, by its path.
  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith("Test.java")).toList()) {
        sources.put(file.toString(), Files.readString(file));
      }
    }
    return sources;
  }

  private static List<List<String>> cells(String file, String... starts) throws IOException {
    return Files.readAllLines(ROOT.resolve(file)).stream()
        .filter(line -> Arrays.stream(starts).anyMatch(line::startsWith))
        .map(DocumentsTest::cells)
        .toList();
  }

  private static List<String> cells(String row) {
    return Arrays.stream(row.substring(1).split("\\|", -1))
        .map(String::strip)
        .filter(cell -> !cell.isEmpty())
        .toList();
  }

  /// Tables, columns, constraints and indexes in a stable order, as PostgreSQL itself words them.
  private static String describe() throws SQLException {
    StringBuilder text =
        new StringBuilder(
            "-- What the migrations amount to: made from the database, compared by a test.\n");
    try (Connection connection = TestDatabase.connect(TestDatabase.freshConfig());
        var statement = connection.createStatement();
        ResultSet tables =
            statement.executeQuery(
                """
                select c.relname as name,
                  (select string_agg(format('  %s %s%s', a.attname,
                      format_type(a.atttypid, a.atttypmod),
                      case when a.attnotnull then ' not null' else '' end), E',\n' order by a.attnum)
                    from pg_attribute a
                    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
                  (select string_agg(format(E',\n  %s', pg_get_constraintdef(k.oid)), ''
                      order by k.contype desc, k.conname)
                    from pg_constraint k
                    where k.conrelid = c.oid and k.contype in ('p', 'f', 'u', 'c')) as constraints,
                  (select string_agg(format(E'%s;\n', pg_get_indexdef(i.indexrelid)), ''
                      order by i.indexrelid::regclass::text)
                    from pg_index i
                    where i.indrelid = c.oid and not exists (
                      select 1 from pg_constraint k where k.conindid = i.indexrelid)) as indexes
                from pg_class c
                where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                  and c.relname <> 'schema_history'
                order by c.relname
                """)) {
      while (tables.next()) {
        String indexes = tables.getString("indexes");
        text.append("\ncreate table ")
            .append(tables.getString("name"))
            .append(" (\n")
            .append(tables.getString("columns"))
            .append(tables.getString("constraints"))
            .append("\n);\n")
            .append(indexes == null ? "" : indexes);
      }
    }
    return text.toString();
  }
}
