package io.diffsr.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void aKeyIsReadFromItsText() {
    KeyText key = KeyText.generate(RANDOM);
    assertEquals(Optional.of(key), KeyText.read(key.reveal()));
    assertNotEquals(key, KeyText.generate(RANDOM));
    assertEquals(43, key.secret().length());
  }

  @Test
  void onlyItsOwnSecretHasItsDigest() {
    KeyText key = KeyText.generate(RANDOM);
    assertTrue(key.has(key.digest()));
    assertFalse(new KeyText(key.id(), "A".repeat(43)).has(key.digest()));
  }

  @Test
  void itsTextDoesNotGetIntoALogByAccident() {
    KeyText key = KeyText.generate(RANDOM);
    assertFalse(("" + key).contains(key.secret()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "dsr_", "dsr_0123456789ab_short", "xyz_0123456789ab_A", "dsr_0123456789AB_"})
  void otherTextsAreNone(String text) {
    assertTrue(KeyText.read(text).isEmpty());
    assertTrue(KeyText.read(text + "A".repeat(44)).isEmpty());
  }

  @Test
  void scopesAreNamed() {
    assertEquals(EnumSet.of(Scope.JOBS_READ, Scope.ADMIN), Scope.read("jobs:read, ADMIN"));
    assertThrows(IllegalArgumentException.class, () -> Scope.read(""));
    assertThrows(IllegalArgumentException.class, () -> Scope.read("jobs:read,root"));
  }
}
