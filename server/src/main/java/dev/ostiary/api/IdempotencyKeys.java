package dev.ostiary.api;

import com.google.protobuf.Message;
import dev.ostiary.platform.Problem;
import dev.ostiary.platform.crypto.Digests;
import dev.ostiary.platform.crypto.SealedColumn;
import dev.ostiary.platform.crypto.Sealer;
import dev.ostiary.platform.database.Tx;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Remembers what a change answered under the key its caller gave it (the `Idempotency-Key` header,
/// draft-ietf-httpapi-idempotency-key-header). The answer is committed with the change: after a
/// crash there are both, or neither.
public final class IdempotencyKeys {
  /// Where answers are kept.
  public static final SealedColumn SEALED =
      new SealedColumn(
          "idempotency_key",
          "answer",
          "'idempotency_key/env_' || environment_id || '/' || encode(id, 'hex')");

  /// Longer than anybody repeats a call; a key may be used anew after it.
  static final Duration LIFETIME = Duration.ofHours(24);

  /// As long as other services allow; usual are 36 characters.
  private static final int MAX_LENGTH = 255;

  private final IdempotencyStore store;
  private final InstantSource clock;

  public IdempotencyKeys(Sealer sealer, InstantSource clock) {
    this.store = new IdempotencyStore(sealer);
    this.clock = clock;
  }

  /// A key as one caller used it for one request.
  record Claim(Caller caller, byte[] id, byte[] request) {}

  /// @throws Problem INVALID_ARGUMENT when the key cannot be one
  Claim claim(Caller caller, String key, String method, Message request) {
    if (key.isEmpty()
        || key.length() > MAX_LENGTH
        || !key.chars().allMatch(c -> c > ' ' && c <= '~')) {
      throw Problem.invalid(
          "idempotency-key", "expected 1 to " + MAX_LENGTH + " printable ASCII characters");
    }
    return new Claim(
        caller,
        digest(caller.cause().actorId(), key.getBytes(StandardCharsets.US_ASCII)),
        digest(method, Etags.bytes(request)));
  }

  private static byte[] digest(String name, byte[] rest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    bytes.write(0);
    bytes.writeBytes(rest);
    return Digests.sha256(bytes.toByteArray());
  }

  /// The answer of a call that was made with this key before, if there was one; else the key is
  /// held until `tx` ends.
  ///
  /// @throws Problem ABORTED while that call is under way, INVALID_ARGUMENT when it was another one
  Optional<byte[]> begin(Tx tx, Claim claim) {
    if (!store.lock(tx, claim.id())) {
      throw new Problem(
          Problem.Kind.ABORTED,
          "a call with this idempotency-key is under way; repeat yours when it has ended");
    }
    return earlier(tx, claim);
  }

  /// The same without holding the key: another call may be about to use it.
  ///
  /// @throws Problem INVALID_ARGUMENT when it was another call
  Optional<byte[]> earlier(Tx tx, Claim claim) {
    return store
        .find(tx, claim.caller().environment(), claim.id(), clock.instant().minus(LIFETIME))
        .map(kept -> {
          if (!Digests.equal(kept.request(), claim.request())) {
            throw Problem.invalid(
                "idempotency-key",
                "it was used for another call or another request; use a new key for a new change");
          }
          return kept.answer();
        });
  }

  /// Keeps the answer, as part of the change.
  void keep(Tx tx, Claim claim, Message answer) {
    var now = clock.instant();
    store.keep(
        tx,
        claim.caller().environment(),
        claim.id(),
        new IdempotencyStore.Kept(claim.request(), answer.toByteArray()),
        now,
        now.minus(LIFETIME));
  }
}
