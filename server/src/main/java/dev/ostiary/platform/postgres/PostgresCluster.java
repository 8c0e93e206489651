package dev.ostiary.platform.postgres;

import dev.ostiary.platform.crypto.RandomText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The data of a server (PostgreSQL's word is cluster): created once, whole or not at all, and only
/// opened by the major version that wrote it.
final class PostgresCluster {
  private static final String SUPERUSER = "postgres";

  /// Since this version the server brings the locale itself, so that sorting never changes with the
  /// operating system.
  private static final int BUILT_IN_LOCALE = 17;

  private final PostgresFolder folder;
  private final PostgresBinaries binaries;
  private final RunAs runAs;

  PostgresCluster(PostgresFolder folder, PostgresBinaries binaries, RunAs runAs) {
    this.folder = folder;
    this.binaries = binaries;
    this.runAs = runAs;
  }

  void createOnce(boolean durable, RandomText random, Consumer<String> progress) {
    if (Files.exists(folder.data())) {
      requireSameMajor();
      runAs.ownOnce(folder.data());
      return;
    }
    progress.accept("creating the database");
    folder.choosePassword(random);
    runAs.own(folder.passwordFile());
    Path unfinished = folder.unfinished();
    boolean done = false;
    try {
      runAs.own(unfinished);
      initialize(unfinished, durable);
      createRole(unfinished, durable);
      folder.finish(unfinished, "data");
      done = true;
    } finally {
      if (!done) {
        PostgresFolder.delete(unfinished);
      }
    }
  }

  private void requireSameMajor() {
    String found;
    try {
      found = Files.readString(folder.data().resolve("PG_VERSION")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(folder.data() + " is no data of PostgreSQL", e);
    }
    if (!found.equals(Integer.toString(binaries.major()))) {
      throw new PostgresFailure(
          ("%s was written by PostgreSQL %s, but this is PostgreSQL %s. Start the release that came with"
                  + " PostgreSQL %s, dump the database with pg_dump, move the folder %s away, start this"
                  + " release and load the dump")
              .formatted(folder.data(), found, binaries.version(), found, folder.root()));
    }
  }

  private void initialize(Path data, boolean durable) {
    for (List<String> locale : locales()) {
      List<String> command = new ArrayList<>();
      command.addAll(List.of(binaries.program("initdb").toString(), "-D", data.toString()));
      command.addAll(List.of("-U", SUPERUSER, "--pwfile", folder.passwordFile().toString()));
      command.addAll(List.of("--auth-host=scram-sha-256", "--auth-local=scram-sha-256"));
      command.addAll(List.of("--encoding=UTF8", "--data-checksums"));
      command.addAll(locale);
      if (!durable) {
        command.add("--no-sync");
      }
      if (binaries.run(command, "")) {
        return;
      }
    }
    throw new PostgresFailure("initdb cannot create " + data + "; " + binaries.log().tail());
  }

  private List<List<String>> locales() {
    if (binaries.major() >= BUILT_IN_LOCALE) {
      return List.of(
          List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
    }
    // Not every system knows the first one.
    return List.of(List.of("--locale=C.UTF-8", "--lc-messages=C"), List.of("--locale=C"));
  }

  /// In single-user mode, before anybody can connect. The password goes through the input: the list
  /// of processes is public. Tests copy databases, hence `createdb`.
  private void createRole(Path data, boolean durable) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(binaries.postgres().toString(), "--single", "-D", data.toString()));
    command.addAll(List.of("-c", "exit_on_error=true", "-c", "log_min_error_statement=panic"));
    command.addAll(List.of("-c", "fsync=" + (durable ? "on" : "off"), "postgres"));
    String sql =
        """
        create role %s login createdb password '%s'
        create database %s owner %s
        """
            .formatted(
                PostgresLogin.USER,
                folder.password().reveal(),
                PostgresLogin.DATABASE,
                PostgresLogin.USER);
    if (!binaries.run(command, sql)) {
      throw new PostgresFailure(
          "the database in " + data + " cannot be created; " + binaries.log().tail());
    }
  }
}
