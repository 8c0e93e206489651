package dev.ostiary.environment;

import dev.ostiary.platform.database.Row;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OperatorId;
import dev.ostiary.platform.id.PasskeyId;
import dev.ostiary.protocol.webauthn.Assertion;
import dev.ostiary.protocol.webauthn.CredentialRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The SQL of passkeys and of the challenges that they answered.
final class PasskeyStore {
  private static final String USER_HANDLE =
      "select user_handle from operator where environment_id = :environment and id = :operator";

  private static final String INSERT =
      """
      insert into operator_passkey (environment_id, id, operator_id, name, credential_id,
        attested_data, sign_count, backup_eligible)
      values (:environment, :id, :operator, :name, :credential, :attested_data, :sign_count,
        :backup_eligible)
      """;

  private static final String OF_OPERATOR =
      """
      select id, operator_id, name, last_used_time, credential_id from operator_passkey
      where environment_id = :environment and operator_id = :operator
      order by id
      """;

  /// Locked, so that of two answers with one counter the second is seen to be that.
  private static final String LOCK =
      """
      select o.environment_id, o.id, o.name, o.role, p.id as passkey_id, p.credential_id,
        p.attested_data, p.sign_count, p.backup_eligible
      from operator_passkey p
      join operator o on o.environment_id = p.environment_id and o.id = p.operator_id
      where p.environment_id = :environment and p.credential_id = :credential
        and o.user_handle = :user_handle
      for update of p
      """;

  private static final String USED =
      """
      update operator_passkey set sign_count = :sign_count, last_used_time = :now
      where environment_id = :environment and id = :id
      """;

  private static final String DELETE =
      """
      delete from operator_passkey
      where environment_id = :environment and operator_id = :operator and id = :id
      """;

  private static final String FORGET_CHALLENGES =
      "delete from operator_challenge_used where expire_time < :oldest";

  private static final String USE_CHALLENGE =
      "insert into operator_challenge_used (hash, expire_time) values (:hash, :expire_time)";

  /// A passkey with what its next use has to fit.
  record Known(Operator operator, PasskeyId id, CredentialRecord credential) {}

  byte[] userHandle(Tx tx, Operator operator) {
    return tx.sql(USER_HANDLE)
        .bind("environment", operator.environment())
        .bind("operator", operator.id())
        .one(row -> row.bytes("user_handle"));
  }

  void insert(Tx tx, EnvironmentId environment, Passkey passkey, CredentialRecord credential) {
    tx.sql(INSERT)
        .bind("environment", environment)
        .bind("id", passkey.id())
        .bind("operator", passkey.operator())
        .bind("name", passkey.name())
        .bind("credential", credential.id())
        .bind("attested_data", credential.attestedData())
        .bind("sign_count", credential.signCount())
        .bind("backup_eligible", credential.backupEligible())
        .run();
  }

  List<Passkey> list(Tx tx, Operator operator) {
    return tx.sql(OF_OPERATOR)
        .bind("environment", operator.environment())
        .bind("operator", operator.id())
        .list(row ->
            new Passkey(
                row.id("id", PasskeyId::new),
                row.id("operator_id", OperatorId::new),
                row.text("name"),
                row.instantOrNull("last_used_time")));
  }

  List<byte[]> credentialIds(Tx tx, Operator operator) {
    return tx.sql(OF_OPERATOR)
        .bind("environment", operator.environment())
        .bind("operator", operator.id())
        .list(row -> row.bytes("credential_id"));
  }

  /// The passkey that an answer says it is of, if it belongs to whom the answer says.
  Optional<Known> lock(Tx tx, EnvironmentId environment, Assertion assertion) {
    return tx.sql(LOCK)
        .bind("environment", environment)
        .bind("credential", assertion.credentialId())
        .bind("user_handle", assertion.userHandle())
        .find(row ->
            new Known(
                OperatorStore.operator(row),
                row.id("passkey_id", PasskeyId::new),
                credential(row)));
  }

  private static CredentialRecord credential(Row row) {
    return new CredentialRecord(
        row.bytes("credential_id"),
        row.bytes("attested_data"),
        row.number("sign_count"),
        row.flag("backup_eligible"));
  }

  void used(Tx tx, Known passkey, long signCount, Instant now) {
    tx.sql(USED)
        .bind("environment", passkey.operator().environment())
        .bind("id", passkey.id())
        .bind("sign_count", signCount)
        .bind("now", now)
        .run();
  }

  boolean delete(Tx tx, Operator operator, PasskeyId id) {
    return tx.sql(DELETE)
            .bind("environment", operator.environment())
            .bind("operator", operator.id())
            .bind("id", id)
            .run()
        > 0;
  }

  /// @throws dev.ostiary.platform.database.UniqueViolation when it was used before
  void useChallenge(Tx tx, PasskeyChallenge challenge, Instant now) {
    // Kept for as long again, since the clocks of nodes differ.
    tx.sql(FORGET_CHALLENGES).bind("oldest", now.minus(PasskeyChallenge.LIFETIME)).run();
    tx.sql(USE_CHALLENGE)
        .bind("hash", challenge.hash())
        .bind("expire_time", challenge.expireTime())
        .run();
  }
}
