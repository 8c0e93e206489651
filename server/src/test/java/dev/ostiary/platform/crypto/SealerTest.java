package dev.ostiary.platform.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Secret;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SealerTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Secret SECRET = new Secret("whsec_1234");

  private final MasterKey old = MasterKey.generate(RANDOM);
  private final MasterKey fresh = MasterKey.generate(RANDOM);
  private final Sealer sealer = new Sealer(old, RANDOM);

  @Test
  void whatIsSealedIsOpenedAtItsPlace() {
    byte[] sealed = sealer.seal("here", SECRET);

    assertThat(sealer.open("here", sealed)).isEqualTo(SECRET);
    assertThat(sealer.seal("here", SECRET)).isNotEqualTo(sealed);
    assertThatThrownBy(() -> sealer.open("there", sealed)).hasMessageContaining("altered or moved");
  }

  @Test
  void everyAlteredByteIsNoticed() {
    byte[] sealed = sealer.seal("here", SECRET);
    for (int i = 0; i < sealed.length; i++) {
      byte[] altered = sealed.clone();
      altered[i] ^= 1;
      assertThatThrownBy(() -> sealer.open("here", altered))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void anotherKeyCannotOpenItAndSaysWhichOneCould() {
    byte[] sealed = sealer.seal("here", SECRET);

    assertThatThrownBy(() -> new Sealer(fresh, RANDOM).open("here", sealed))
        .hasMessage(
            "the secret at here was sealed with master key "
                + old.id()
                + ", which is not among those given: "
                + fresh.id());
  }

  @Test
  void anOlderKeyOpensAndTheNewestSeals() {
    Sealer both = new Sealer(MasterKeys.only(old).under(fresh), RANDOM);
    byte[] resealed = both.reseal("here", sealer.seal("here", SECRET));

    assertThat(both.open("here", sealer.seal("here", SECRET))).isEqualTo(SECRET);
    assertThat(new Sealer(fresh, RANDOM).open("here", resealed)).isEqualTo(SECRET);
    assertThatThrownBy(() -> sealer.open("here", resealed)).hasMessageContaining(fresh.id());
  }
}
