package dev.ostiary.app.bench.api;

import dev.ostiary.platform.id.OrganizationId;

/// A way to the API. Each call waits for its answer, and fails when that is not the expected one.
interface Door {
  String name();

  /// What the server answers when there is nothing to do.
  void nowhere();

  void get(OrganizationId organization);

  void list(int size);

  void search(String text, int size);

  /// @param organization its id, as is `connection`
  void toggle(String organization, String connection, boolean enable);
}
