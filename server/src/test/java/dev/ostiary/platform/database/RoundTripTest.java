package dev.ostiary.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import dev.ostiary.testing.RoundTripCounter;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Statements that wait for each other's company travel together, and stay one transaction.
class RoundTripTest {
  private static Database database;

  @BeforeAll
  static void open() {
    database = RoundTripCounter.open();
    database.run(tx -> tx.sql("create table note (id bigint primary key, text text)").run());
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @BeforeEach
  void empty() {
    database.run(tx -> tx.sql("delete from note").run());
  }

  private static Asked<Integer> write(Tx tx, long id, String text) {
    return tx.sql("insert into note (id, text) values (:id, :text)")
        .bind("id", id)
        .bind("text", text)
        .runLater();
  }

  private static Asked<List<String>> texts(Tx tx) {
    return tx.sql("select text from note order by id").listLater(row -> row.text("text"));
  }

  @Test
  void aTransactionOneStatementAtATimePaysForEach() throws Exception {
    assertThat(
            RoundTripCounter.during(
                () -> database.transact(tx -> write(tx, 1, "a").get() + write(tx, 2, "b").get())))
        .as("two statements and a commit")
        .isEqualTo(3);
  }

  @Test
  void whatNobodyWaitsForTravelsWithTheCommit() throws Exception {
    assertThat(
            RoundTripCounter.during(
                () -> database.transact(tx -> write(tx, 1, "a").with(write(tx, 2, "b"), List::of))))
        .isEqualTo(1);
    assertThat(database.ask(RoundTripTest::texts)).containsExactly("a", "b");
  }

  @Test
  void aConnectionThatIsOpenedMeanwhileIsNobodysRoundTrip() throws Exception {
    int connections = 6;
    assertThat(RoundTripCounter.during(() -> inside(connections))).isEqualTo(connections);
  }

  private static List<String> inside(int transactions) {
    return transactions == 0
        ? List.of()
        : database
            .transact(tx -> {
              inside(transactions - 1);
              return texts(tx);
            })
            .get();
  }

  @Test
  void statementsAreCarriedOutInTheirOrderAndEachHasItsAnswer() {
    database.run(tx -> {
      Asked<Integer> first = write(tx, 1, "a");
      Asked<List<String>> between = texts(tx);
      Asked<Integer> second = write(tx, 2, "it's; :id ?");

      assertThat(texts(tx).get()).containsExactly("a", "it's; :id ?");
      assertThat(between.get()).containsExactly("a");
      assertThat(List.of(first.get(), second.get())).containsExactly(1, 1);
    });
  }

  @Test
  void ifOneFailsOnTheWayToTheCommitNoneIsCarriedOut() {
    assertThatThrownBy(
            () -> database.ask(tx -> write(tx, 1, "a").with(write(tx, 1, "again"), Integer::sum)))
        .isInstanceOfSatisfying(
            UniqueViolation.class, e -> assertThat(e.constraint()).isEqualTo("note_pkey"));
    assertThat(database.ask(RoundTripTest::texts)).isEmpty();

    database.run(tx -> write(tx, 1, "the control"));
    assertThat(database.ask(RoundTripTest::texts)).containsExactly("the control");
  }

  @Test
  void aLockThatDoesNotComeInTimeAsksToTryAgain() {
    database.run(holder -> {
      write(holder, 1, "a").get();
      assertThatThrownBy(() -> database.run(RoundTripTest::lockAll))
          .isInstanceOfSatisfying(
              Problem.class, e -> assertThat(e.kind()).isEqualTo(Problem.Kind.ABORTED))
          .hasMessageContaining("try again");
    });

    database.run(RoundTripTest::lockAll);
    assertThat(database.ask(RoundTripTest::texts)).containsExactly("a");
  }

  private static void lockAll(Tx tx) {
    tx.sql("set local lock_timeout = '50ms'").run();
    tx.sql("lock table note in share mode").run();
  }

  @Test
  void whatNeverLeftHasNoAnswer() {
    Asked<?>[] kept = new Asked<?>[1];
    assertThatThrownBy(() ->
            database.transact(tx -> {
              kept[0] = write(tx, 1, "a");
              throw new IllegalArgumentException("something else");
            }))
        .isInstanceOf(IllegalArgumentException.class);

    assertThatThrownBy(() -> kept[0].get()).isInstanceOf(IllegalStateException.class);
    assertThat(database.ask(RoundTripTest::texts)).isEmpty();
  }

  @Test
  void aParameterThatIsMissingOrSuperfluousIsABug() {
    assertThatThrownBy(
            () -> database.run(tx -> tx.sql("delete from note where id = :id").bind("ID", 1).run()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[id]");
  }
}
