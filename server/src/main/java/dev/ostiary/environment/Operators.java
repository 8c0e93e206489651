package dev.ostiary.environment;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Database;
import dev.ostiary.platform.database.Tx;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.IdSource;
import dev.ostiary.platform.id.OperatorId;
import java.util.List;

/// The operators of an environment. There is always an owner, once there was one.
public final class Operators {
  private final Database database;
  private final IdSource ids;
  private final OperatorStore store;

  Operators(Database database, IdSource ids, OperatorStore store) {
    this.database = database;
    this.ids = ids;
    this.store = store;
  }

  /// All of them, the first one first; a team is small.
  public List<Operator> list(EnvironmentId environment) {
    return database.transact(tx -> store.list(tx, environment));
  }

  public Operator get(EnvironmentId environment, OperatorId id) {
    return list(environment).stream()
        .filter(operator -> operator.id().equals(id))
        .findFirst()
        .orElseThrow(() -> Problem.notFound("operator", id));
  }

  public Operator create(EnvironmentId environment, String name, OperatorRole role) {
    return database.transact(tx -> create(tx, environment, name, role));
  }

  Operator create(Tx tx, EnvironmentId environment, String name, OperatorRole role) {
    Operator operator = new Operator(environment, new OperatorId(ids.next()), name, role);
    store.insert(tx, operator);
    return operator;
  }

  /// Gives another role. The operator has to sign in anew, so that no page goes on under the old
  /// one.
  public void setRole(EnvironmentId environment, OperatorId id, OperatorRole role) {
    get(environment, id);
    database.run(tx -> {
      if (role != OperatorRole.OWNER) {
        requireAnotherOwner(tx, environment, id);
      }
      store.setRole(tx, environment, id, role);
      store.closeAll(tx, environment, id);
    });
  }

  /// Takes the operator away, and out of every browser.
  public void delete(EnvironmentId environment, OperatorId id) {
    get(environment, id);
    database.run(tx -> {
      requireAnotherOwner(tx, environment, id);
      store.delete(tx, environment, id);
    });
  }

  private void requireAnotherOwner(Tx tx, EnvironmentId environment, OperatorId id) {
    List<Operator> owners = store.lockOwners(tx, environment);
    if (owners.size() == 1 && owners.getFirst().id().equals(id)) {
      throw Problem.precondition(
          owners.getFirst().name() + " is the only owner; make somebody else an owner first");
    }
  }
}
