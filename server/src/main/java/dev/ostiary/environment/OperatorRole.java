package dev.ostiary.environment;

/// What an operator may do. Each role may do what those before it may.
public enum OperatorRole {
  /// Look at everything but secrets.
  VIEWER,
  /// Change customers, connections and webhooks, and see their secrets.
  ADMIN,
  /// Say who the operators are, and which backends may act.
  OWNER;

  public boolean covers(OperatorRole needed) {
    return compareTo(needed) >= 0;
  }
}
