package dev.ostiary.platform.postgres;

import java.nio.file.Path;

/// We are root, PostgreSQL must not be, and the account it gets cannot enter the folder. The caller
/// may choose another folder.
public final class FolderNotReachable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Path ancestor;

  FolderNotReachable(Path folder, Path ancestor, String account) {
    super(
        "the account %s, under which PostgreSQL runs because root is refused, cannot enter %s on the way to %s; "
                .formatted(account, ancestor, folder)
            + "choose another folder or allow it with chmod o+x "
            + ancestor);
    this.ancestor = ancestor;
  }

  /// The outermost folder that lets nobody through.
  public Path ancestor() {
    return ancestor;
  }
}
