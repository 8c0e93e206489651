package dev.ostiary.app.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Secret;
import dev.ostiary.platform.crypto.MasterKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;

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

  /// The master key of this installation, made when there is none yet.
  public MasterKey masterKey(SecureRandom random) {
    Path file = root.resolve(MASTER_KEY);
    try {
      if (Files.exists(file)) {
        return new MasterKey(new Secret(Files.readString(file).strip()));
      }
      MasterKey key = MasterKey.generate(random);
      write(file, key.text().reveal() + "\n");
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use " + file, e);
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

  /// A crash leaves the old file or the new one, never half of one.
  private static void write(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
