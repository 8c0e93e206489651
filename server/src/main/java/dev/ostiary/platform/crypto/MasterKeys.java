package dev.ostiary.platform.crypto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The master keys of an installation: the newest seals and opens, the others open what they once
/// sealed. More than one are needed only while a key is being replaced.
///
/// @param all the newest first
public record MasterKeys(List<MasterKey> all) {
  public MasterKeys {
    all = all.stream().distinct().toList();
    if (all.isEmpty()) {
      throw new IllegalArgumentException("expected at least one master key");
    }
  }

  public static MasterKeys only(MasterKey key) {
    return new MasterKeys(List.of(key));
  }

  public MasterKey newest() {
    return all.getFirst();
  }

  /// These, and a newer one.
  public MasterKeys under(MasterKey newer) {
    List<MasterKey> keys = new ArrayList<>(List.of(newer));
    keys.addAll(all);
    return new MasterKeys(keys);
  }

  /// These, and others that may only open.
  public MasterKeys with(List<MasterKey> others) {
    List<MasterKey> keys = new ArrayList<>(all);
    keys.addAll(others);
    return new MasterKeys(keys);
  }

  public List<String> ids() {
    return all.stream().map(MasterKey::id).toList();
  }

  Optional<MasterKey> find(String id) {
    return all.stream().filter(key -> key.id().equals(id)).findFirst();
  }
}
