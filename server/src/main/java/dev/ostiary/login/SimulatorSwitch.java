package dev.ostiary.login;

import dev.ostiary.environment.Environment;

/// Whether simulated sign-ins are possible: with one, everybody is whoever they say. On a
/// developer's machine they are, and elsewhere only where the operator wants them.
final class SimulatorSwitch {
  private final boolean everywhere;

  /// @param everywhere what the operator says
  SimulatorSwitch(boolean everywhere) {
    this.everywhere = everywhere;
  }

  boolean isOn(Environment environment) {
    return everywhere || environment.isForDevelopment();
  }
}
