package dev.ostiary.app.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.MasterKey;
import dev.ostiary.platform.crypto.MasterKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The folder where this installation keeps what must outlive the process. Files with secrets are
/// readable by their owner alone.
public record DataFolder(Path root) {
  private static final String MASTER_KEY = "master.key";
  private static final String CLI_CLIENT = "cli.json";

  /// The API client that commands on this machine use.
  public record CliClient(String url, String clientId, Secret clientSecret) {}

  public static DataFolder at(Path root) {
    try {
      Files.createDirectories(root);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the data folder " + root, e);
    }
    return new DataFolder(root);
  }

  public Path postgres() {
    return root.resolve("postgres");
  }

  /// Where the certificate of a developer's machine is kept, if there is one.
  public Path tls() {
    return root.resolve("tls");
  }

  /// The authority that signed it.
  public Path developmentAuthority() {
    return tls().resolve("ca.pem");
  }

  /// Whether there is a master key already, so that {@link #masterKeys} makes none.
  public boolean hasMasterKey() {
    return Files.exists(root.resolve(MASTER_KEY));
  }

  /// The master keys of this installation, the newest first; made when there is none yet.
  ///
  /// @throws Config.Faulty when everybody may read them
  public MasterKeys masterKeys(SecureRandom random) {
    Path file = root.resolve(MASTER_KEY);
    try {
      if (Files.exists(file)) {
        requirePrivate(file);
        return new MasterKeys(
            Files.readAllLines(file).stream()
                .filter(line -> !line.isBlank())
                .map(line -> new MasterKey(new Secret(line.strip())))
                .toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + file, e);
    }
    MasterKeys keys = MasterKeys.only(MasterKey.generate(random));
    keep(keys);
    return keys;
  }

  /// Whoever reads the key reads every secret. A group may be that of an orchestrator's volumes;
  /// everybody never is.
  private static void requirePrivate(Path file) throws IOException {
    if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
      throw new Config.Faulty(
          List.of(file + ": found readable by everybody, expected by its owner; chmod 600 it"));
    }
  }

  /// Keeps these master keys and no others: one line for each, the newest first.
  public void keep(MasterKeys keys) {
    Path file = root.resolve(MASTER_KEY);
    try {
      write(
          file,
          keys.all().stream().map(key -> key.text().reveal() + "\n").collect(Collectors.joining()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  public void keep(CliClient client) {
    ObjectNode json = Json.object();
    json.put("url", client.url());
    json.put("client_id", client.clientId());
    json.put("client_secret", client.clientSecret().reveal());
    try {
      write(root.resolve(CLI_CLIENT), Json.pretty(json) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + root.resolve(CLI_CLIENT), e);
    }
  }

  public Optional<CliClient> cliClient() {
    Path file = root.resolve(CLI_CLIENT);
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      ObjectNode json = Json.parseObject(Files.readString(file));
      return Optional.of(
          new CliClient(
              json.path("url").asText(),
              json.path("client_id").asText(),
              new Secret(json.path("client_secret").asText())));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /// A crash leaves the old file or the new one, never half of one. When this returns the new one
  /// is on the disk: the database may be told of a key only after that.
  private static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text, StandardOpenOption.SYNC);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
      folder.force(true);
    }
  }
}
