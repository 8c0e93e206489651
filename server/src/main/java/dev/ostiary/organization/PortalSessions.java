package dev.ostiary.organization;

import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.RandomText;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OrganizationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Who is in the portal: the sessions that portal links became.
public final class PortalSessions {
  private static final String INSERT =
      """
      insert into portal_session (environment_id, hash, organization_id, link, expire_time)
      values (:environment, :hash, :organization, :link, :expire_time)
      """;

  private static final String FIND =
      """
      select environment_id, organization_id, link, expire_time from portal_session
      where environment_id = :environment and hash = :hash and expire_time > :now
      """;

  private static final String FORGET =
      "delete from portal_session where environment_id = :environment and expire_time <= :now";

  private static final String CLOSE =
      "delete from portal_session where environment_id = :environment and link = :link";

  private final Database database;
  private final RandomText random;
  private final InstantSource clock;

  public PortalSessions(Database database, RandomText random, InstantSource clock) {
    this.database = database;
    this.random = random;
    this.clock = clock;
  }

  /// Lets a browser in.
  ///
  /// @param link the id of the link it came by
  public Secret open(EnvironmentId environment, OrganizationId organization, String link) {
    Secret token = random.token();
    Instant now = clock.instant();
    database.run(tx -> {
      tx.sql(FORGET).bind("environment", environment).bind("now", now).run();
      tx.sql(INSERT)
          .bind("environment", environment)
          .bind("hash", Digests.ofToken(token))
          .bind("organization", organization)
          .bind("link", link)
          .bind("expire_time", now.plus(PortalLinks.SESSION_LIFE))
          .run();
    });
    return token;
  }

  /// The session, if it still lives.
  public Optional<PortalSession> find(EnvironmentId environment, Secret token) {
    return database.transact(tx ->
        tx.sql(FIND)
            .bind("environment", environment)
            .bind("hash", Digests.ofToken(token))
            .bind("now", clock.instant())
            .find(PortalSessions::session));
  }

  /// Ends every session that came by a link, as part of taking the link away.
  public void close(Tx tx, EnvironmentId environment, String link) {
    tx.sql(CLOSE).bind("environment", environment).bind("link", link).run();
  }

  private static PortalSession session(Row row) {
    return new PortalSession(
        row.id("environment_id", EnvironmentId::new),
        row.id("organization_id", OrganizationId::new),
        row.text("link"),
        row.instant("expire_time"));
  }
}
