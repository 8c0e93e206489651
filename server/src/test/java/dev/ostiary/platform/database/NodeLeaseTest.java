package dev.ostiary.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ostiary.testing.SettableClock;
import dev.ostiary.testing.TestDatabase;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodeLeaseTest {
  private final Database database = TestDatabase.fresh();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-02T03:04:05Z"));

  @AfterEach
  void close() {
    database.close();
  }

  private NodeLease acquire(UUID holder) {
    return NodeLease.acquire(database, clock, holder);
  }

  @Test
  void twoLivingNodesNeverShareAMachineId() {
    NodeLease first = acquire(UUID.randomUUID());
    NodeLease second = acquire(UUID.randomUUID());

    assertThat(second.machine()).isNotEqualTo(first.machine());
    assertThat(first.renew()).isTrue();
  }

  @Test
  void aSuccessorGetsTheMachineIdOfADeadNodeAtOnce() {
    UUID dead = UUID.randomUUID();
    acquire(UUID.randomUUID());
    NodeLease before = acquire(dead);

    NodeLease after = NodeLease.takeOver(database, clock, UUID.randomUUID(), dead);

    assertThat(after.machine()).isEqualTo(before.machine());
    assertThat(after.renew()).isTrue();
    assertThat(before.renew()).as("had it been alive").isFalse();
  }

  @Test
  void aSuccessorOfNobodyGetsAFreeMachineId() {
    NodeLease living = acquire(UUID.randomUUID());

    NodeLease fresh = NodeLease.takeOver(database, clock, UUID.randomUUID(), UUID.randomUUID());

    assertThat(fresh.machine()).isNotEqualTo(living.machine());
  }
}
