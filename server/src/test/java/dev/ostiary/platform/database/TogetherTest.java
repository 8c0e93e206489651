package dev.ostiary.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import dev.ostiary.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is done together is committed together.
class TogetherTest {
  private final List<String> afterCommit = new ArrayList<>();
  private Database database;

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    database.run(tx -> tx.sql("create table note (id bigint primary key, text text)").run());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void write(long id) {
    database.run(tx -> {
      tx.sql("insert into note (id, text) values (:id, 'new')").bind("id", id).run();
      tx.afterCommit(() -> afterCommit.add("note " + id));
    });
  }

  private List<Long> notes() {
    return database.transact(
        tx -> tx.sql("select id from note order by id").list(row -> row.number("id")));
  }

  @Test
  void partsAreCommittedWithTheWhole() {
    database.together(tx -> {
      write(1);
      write(2);
      assertThat(CompletableFuture.supplyAsync(this::notes).join()).isEmpty();
      assertThat(afterCommit).isEmpty();
      return true;
    });

    assertThat(notes()).containsExactly(1L, 2L);
    assertThat(afterCommit).containsExactly("note 1", "note 2");
  }

  @Test
  void nothingStaysWhenTheWholeFails() {
    assertThatThrownBy(() ->
            database.together(tx -> {
              write(1);
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");

    assertThat(notes()).isEmpty();
    assertThat(afterCommit).isEmpty();
  }

  @Test
  void aPartThatFailsLeavesNothingAndTheOthersStay() {
    database.together(tx -> {
      write(1);
      assertThatThrownBy(() ->
              database.run(part -> {
                write(2);
                write(1);
              }))
          .isInstanceOf(UniqueViolation.class);
      write(3);
      return true;
    });

    assertThat(notes()).containsExactly(1L, 3L);
    assertThat(afterCommit).containsExactly("note 1", "note 3");
  }

  @Test
  void aSnapshotSeesOneInstantAndRefusesToOverwriteALaterOne() {
    write(1);

    database.snapshot(tx -> {
      assertThat(notes()).containsExactly(1L);
      CompletableFuture.runAsync(() -> write(2)).join();
      assertThat(notes()).containsExactly(1L);
      return true;
    });
    assertThat(notes()).containsExactly(1L, 2L);

    assertThatThrownBy(() ->
            database.snapshot(tx -> {
              assertThat(notes()).hasSize(2);
              CompletableFuture.runAsync(() -> update("theirs")).join();
              update("ours");
              return true;
            }))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.ABORTED));
  }

  private void update(String text) {
    database.run(
        tx -> tx.sql("update note set text = :text where id = 1").bind("text", text).run());
  }

  @Test
  void nobodyOutsideIsWaitedForMeanwhile() {
    Database.requireNoneHeld();

    assertThatThrownBy(() -> database.run(tx -> Database.requireNoneHeld()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ask before it begins");
    assertThatThrownBy(() -> database.together(tx -> notes(Database::requireNoneHeld)))
        .isInstanceOf(IllegalStateException.class);
  }

  private List<Long> notes(Runnable first) {
    first.run();
    return notes();
  }
}
