package dev.ostiary.organization;

import dev.ostiary.event.Cause;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.id.DomainId;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks regularly for the records that prove domains: a claim is verified without anybody asking,
/// and trust in a domain ends when its record is gone. Any number of nodes may do so at a time.
public final class DomainWatch implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(DomainWatch.class);

  /// Between two rounds of a node, most of which find little to do.
  public static final Duration ROUND = Duration.ofMinutes(10);

  /// Between two looks for a record that somebody is about to publish.
  static final Duration CLAIM_PAUSE = Duration.ofMinutes(30);

  /// Between two looks for a record that was there: domains change hands within days, not hours.
  static final Duration TRUST_PAUSE = Duration.ofHours(24);

  /// Few, since whoever takes them and stops leaves them to the next time.
  private static final int BATCH = 20;

  private static final Cause CAUSE = Cause.system("domain-watch");

  private final Database database;
  private final Domains domains;
  private final InstantSource clock;
  private final DomainCheckStore store = new DomainCheckStore();

  public DomainWatch(Database database, Domains domains, InstantSource clock) {
    this.database = database;
    this.domains = domains;
    this.clock = clock;
  }

  @Override
  public void run() {
    look(Verification.Status.PENDING, CLAIM_PAUSE, domains::verify);
    look(Verification.Status.VERIFIED, TRUST_PAUSE, domains::recheck);
  }

  private void look(Verification.Status status, Duration pause, Judge judge) {
    List<DomainCheckStore.Due> due;
    do {
      Instant now = clock.instant();
      due = database.transact(tx -> store.claim(tx, status, now.minus(pause), now, BATCH));
      due.forEach(one -> check(one, judge));
    } while (due.size() == BATCH && !Thread.currentThread().isInterrupted());
  }

  private static void check(DomainCheckStore.Due due, Judge judge) {
    try {
      var _ = judge.judge(due.environment(), due.organization(), due.domain(), CAUSE);
    } catch (Problem e) {
      // Deleted meanwhile, verified for another organization, or no name server answers.
      LOG.atInfo()
          .addKeyValue("domain", due.domain())
          .addKeyValue("problem", e.getMessage())
          .log("domain not judged");
    }
  }

  /// What looks for the record of one domain.
  private interface Judge {
    Domain judge(
        EnvironmentId environment, OrganizationId organization, DomainId domain, Cause cause);
  }
}
