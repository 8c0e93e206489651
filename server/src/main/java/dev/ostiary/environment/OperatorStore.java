package dev.ostiary.environment;

import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OperatorId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The SQL of operators, their sessions and the links they came by.
final class OperatorStore {
  private static final String INSERT =
      """
      insert into operator (environment_id, id, name, role)
      values (:environment, :id, :name, :role)
      """;

  private static final String ALL =
      """
      select environment_id, id, name, role from operator
      where environment_id = :environment
      order by id
      """;

  /// The owners' rows are locked, so that two of them cannot take each other's role at a time.
  private static final String OWNERS =
      """
      select environment_id, id, name, role from operator
      where environment_id = :environment and role = 'OWNER'
      order by id
      for update
      """;

  private static final String SET_ROLE =
      "update operator set role = :role where environment_id = :environment and id = :id";

  private static final String DELETE =
      "delete from operator where environment_id = :environment and id = :id";

  private static final String USE_LINK =
      "insert into operator_link_used (hash, expire_time) values (:hash, :expire_time)";

  private static final String FORGET_LINKS =
      "delete from operator_link_used where expire_time < :now";

  private static final String IS_USED =
      "select true as used from operator_link_used where hash = :hash";

  private static final String END_LINKS =
      """
      insert into operator_link (environment_id, operator_id, since)
      values (:environment, :operator, :since)
      on conflict (environment_id, operator_id) do update
      set since = greatest(operator_link.since, excluded.since)
      """;

  private static final String TAKES_LINK =
      """
      select since <= :issue_time as takes from operator_link
      where environment_id = :environment and operator_id = :operator
      """;

  private static final String OPEN_SESSION =
      """
      insert into operator_session (environment_id, hash, operator_id, create_time, last_seen_time)
      values (:environment, :hash, :operator, :now, :now)
      """;

  private static final String SESSION =
      """
      select o.environment_id, o.id, o.name, o.role, s.create_time, s.last_seen_time
      from operator_session s
      join operator o on o.environment_id = s.environment_id and o.id = s.operator_id
      where s.environment_id = :environment and s.hash = :hash
      """;

  private static final String TOUCH =
      """
      update operator_session set last_seen_time = :now
      where environment_id = :environment and hash = :hash
      """;

  private static final String CLOSE =
      "delete from operator_session where environment_id = :environment and hash = :hash";

  private static final String CLOSE_ALL =
      """
      delete from operator_session
      where environment_id = :environment and operator_id = :operator
      """;

  private static final String CLOSE_OTHERS =
      """
      delete from operator_session
      where environment_id = :environment and operator_id = :operator and hash <> :hash
      """;

  private static final String CLOSE_OLD =
      """
      delete from operator_session
      where environment_id = :environment and create_time < :oldest
      """;

  /// Whose session it is, and how old.
  record Session(Operator operator, Instant createTime, Instant lastSeenTime) {}

  void insert(Tx tx, Operator operator) {
    tx.sql(INSERT)
        .bind("environment", operator.environment())
        .bind("id", operator.id())
        .bind("name", operator.name())
        .bind("role", operator.role().name())
        .run();
  }

  List<Operator> list(Tx tx, EnvironmentId environment) {
    return tx.sql(ALL).bind("environment", environment).list(OperatorStore::operator);
  }

  List<Operator> lockOwners(Tx tx, EnvironmentId environment) {
    return tx.sql(OWNERS).bind("environment", environment).list(OperatorStore::operator);
  }

  void setRole(Tx tx, EnvironmentId environment, OperatorId id, OperatorRole role) {
    tx.sql(SET_ROLE)
        .bind("environment", environment)
        .bind("id", id)
        .bind("role", role.name())
        .run();
  }

  void delete(Tx tx, EnvironmentId environment, OperatorId id) {
    tx.sql(DELETE).bind("environment", environment).bind("id", id).run();
  }

  /// @throws dev.ostiary.platform.database.UniqueViolation when it was used before
  void useLink(Tx tx, byte[] hash, Instant expireTime, Instant now) {
    tx.sql(FORGET_LINKS).bind("now", now).run();
    tx.sql(USE_LINK).bind("hash", hash).bind("expire_time", expireTime).run();
  }

  boolean isUsed(Tx tx, byte[] hash) {
    return tx.sql(IS_USED).bind("hash", hash).find(row -> row.flag("used")).isPresent();
  }

  /// Ends the links of an operator that were made before then.
  void endLinks(Tx tx, Operator operator, Instant since) {
    tx.sql(END_LINKS)
        .bind("environment", operator.environment())
        .bind("operator", operator.id())
        .bind("since", since)
        .run();
  }

  /// Whether a link of an operator that was made then was not ended.
  boolean takesLink(Tx tx, Operator operator, Instant issueTime) {
    return tx.sql(TAKES_LINK)
        .bind("environment", operator.environment())
        .bind("operator", operator.id())
        .bind("issue_time", issueTime)
        .find(row -> row.flag("takes"))
        .orElse(true);
  }

  void openSession(Tx tx, Operator operator, byte[] hash, Instant now) {
    tx.sql(OPEN_SESSION)
        .bind("environment", operator.environment())
        .bind("hash", hash)
        .bind("operator", operator.id())
        .bind("now", now)
        .run();
  }

  Optional<Session> session(Tx tx, EnvironmentId environment, byte[] hash) {
    return tx.sql(SESSION)
        .bind("environment", environment)
        .bind("hash", hash)
        .find(row ->
            new Session(operator(row), row.instant("create_time"), row.instant("last_seen_time")));
  }

  void touch(Tx tx, EnvironmentId environment, byte[] hash, Instant now) {
    tx.sql(TOUCH).bind("environment", environment).bind("hash", hash).bind("now", now).run();
  }

  void close(Tx tx, EnvironmentId environment, byte[] hash) {
    tx.sql(CLOSE).bind("environment", environment).bind("hash", hash).run();
  }

  void closeAll(Tx tx, EnvironmentId environment, OperatorId operator) {
    tx.sql(CLOSE_ALL).bind("environment", environment).bind("operator", operator).run();
  }

  void closeOthers(Tx tx, Operator operator, byte[] hash) {
    tx.sql(CLOSE_OTHERS)
        .bind("environment", operator.environment())
        .bind("operator", operator.id())
        .bind("hash", hash)
        .run();
  }

  void closeOld(Tx tx, EnvironmentId environment, Instant oldest) {
    tx.sql(CLOSE_OLD).bind("environment", environment).bind("oldest", oldest).run();
  }

  static Operator operator(Row row) {
    return new Operator(
        row.id("environment_id", EnvironmentId::new),
        row.id("id", OperatorId::new),
        row.text("name"),
        OperatorRole.valueOf(row.text("role")));
  }
}
