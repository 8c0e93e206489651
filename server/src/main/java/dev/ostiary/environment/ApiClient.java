package dev.ostiary.environment;

import dev.ostiary.platform.Faults;
import dev.ostiary.platform.id.ClientId;
import dev.ostiary.platform.id.EnvironmentId;

/// A backend that may act in one environment; it proves itself with a secret.
public record ApiClient(ClientId id, EnvironmentId environment, String name) {
  private static final int MAX_NAME = 128;

  public ApiClient {
    new Faults().text("name", name, 1, MAX_NAME).refuse();
  }
}
