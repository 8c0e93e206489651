package dev.ostiary.environment;

import dev.ostiary.platform.Faults;
import dev.ostiary.platform.id.EnvironmentId;
import dev.ostiary.platform.id.OperatorId;

/// A person who operates an environment through its pages.
public record Operator(EnvironmentId environment, OperatorId id, String name, OperatorRole role) {
  private static final int MAX_NAME = 100;

  public Operator {
    new Faults().text("name", name, 1, MAX_NAME).refuse();
  }
}
