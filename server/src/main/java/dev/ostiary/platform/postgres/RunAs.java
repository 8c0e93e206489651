package dev.ostiary.platform.postgres;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The account PostgreSQL runs under: our own, or, since it refuses root, one without rights.
final class RunAs {
  /// One line of `/etc/passwd`.
  record Account(String name, int uid, int gid) {}

  /// The first that exists is taken; the second exists everywhere.
  private static final List<String> NAMES = List.of("postgres", "nobody");

  private static final List<String> TOOL_FOLDERS =
      List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

  private final @Nullable Account account;
  private final String tool;

  RunAs(@Nullable Account account, String tool) {
    this.account = account;
    this.tool = tool;
  }

  /// @throws PostgresFailure when we are root and there is no way to be somebody else
  static RunAs unprivileged() {
    if (new UnixSystem().getUid() != 0) {
      return new RunAs(null, "");
    }
    Account account =
        NAMES.stream()
            .flatMap(name -> find(name).stream())
            .findFirst()
            .orElseThrow(
                () -> new PostgresFailure("PostgreSQL refuses root; create a user named postgres"));
    // Best first: setpriv becomes the server, the others stay as its parent.
    return Stream.of("setpriv", "runuser", "su")
        .filter(tool -> tool(tool).isPresent())
        .map(tool -> new RunAs(account, tool))
        .filter(RunAs::works)
        .findFirst()
        .orElseThrow(() ->
            new PostgresFailure(
                "PostgreSQL refuses root and none of setpriv, runuser and su can change to the user "
                    + account.name()
                    + "; start the program as another user"));
  }

  static Optional<Account> find(String name) {
    try (Stream<String> lines = Files.lines(Path.of("/etc/passwd"), StandardCharsets.UTF_8)) {
      return lines
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > 3 && fields[0].equals(name))
          .findFirst()
          .map(fields ->
              new Account(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Optional<Path> tool(String name) {
    return TOOL_FOLDERS.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Small systems have tools of these names that lack the options, and containers forbid some.
  private boolean works() {
    try {
      Process id = new ProcessBuilder(command(List.of("id", "-u"))).start();
      String uid = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return account != null && uid.strip().equals(Integer.toString(account.uid()));
    } catch (IOException e) {
      return false;
    }
  }

  /// The words that run `command` under the account.
  List<String> command(List<String> command) {
    if (account == null) {
      return command;
    }
    List<String> words = new ArrayList<>(List.of(tool(tool).map(Path::toString).orElse(tool)));
    switch (tool) {
      case "setpriv" ->
          words.addAll(
              List.of(
                  "--reuid=" + account.uid(), "--regid=" + account.gid(), "--clear-groups", "--"));
      case "runuser" -> words.addAll(List.of("-u", account.name(), "--"));
      default -> {
        words.addAll(List.of("-s", "/bin/sh", "-c", "exec " + quoted(command), account.name()));
        return words;
      }
    }
    words.addAll(command);
    return words;
  }

  /// The same in a session of its own, out of reach of our terminal's Ctrl-C. There su already does
  /// so, and setsid would leave a child behind and end.
  List<String> detached(List<String> command) {
    Optional<Path> setsid = tool("setsid").filter(found -> !tool.equals("su"));
    List<String> words = new ArrayList<>();
    setsid.ifPresent(found -> words.add(found.toString()));
    words.addAll(command);
    return command(words);
  }

  private static String quoted(List<String> command) {
    return String.join(
        " ", command.stream().map(word -> "'" + word.replace("'", "'\\''") + "'").toList());
  }

  /// Hands a file, or a folder with all it contains, to the account.
  void own(Path path) {
    if (account == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      UserPrincipal owner =
          path.getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(account.name());
      for (Path file : (Iterable<Path>) files::iterator) {
        view(file).setOwner(owner);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The same for data that may already be the account's; then nothing is visited.
  void ownOnce(Path path) {
    try {
      if (account != null && !view(path).getOwner().getName().equals(account.name())) {
        own(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Links inside are handed over themselves, never what they point at.
  private static PosixFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }

  /// @throws FolderNotReachable when the folder or one above it lets the account not through
  void requireReach(Path folder) {
    if (account == null) {
      return;
    }
    Path ancestor = folder.getRoot();
    for (Path name : folder) {
      ancestor = ancestor.resolve(name);
      if (!enters(ancestor, account)) {
        throw new FolderNotReachable(folder, ancestor, account.name());
      }
    }
  }

  private static boolean enters(Path folder, Account account) {
    try {
      int mode = (int) Files.getAttribute(folder, "unix:mode");
      // The kernel looks at one of the three only, the nearest.
      if (Files.getAttribute(folder, "unix:uid").equals(account.uid())) {
        return (mode & 0100) != 0;
      }
      boolean group = Files.getAttribute(folder, "unix:gid").equals(account.gid());
      return (mode & (group ? 0010 : 0001)) != 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
