package io.diffsr.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.noise.NoiseField;
import io.diffsr.picture.Picture;
import org.junit.jupiter.api.Test;

class PowerSpectrumTest {
  @Test
  void whiteNoiseHasTheSamePowerEverywhere() {
    float[] noise = new float[3 * 96 * 128];
    new NoiseField(1).fill(0, 3, 96, 128, noise);
    PowerSpectrum spectrum = PowerSpectrum.of(Picture.of(128, 96, 3, noise));
    for (double frequency : new double[] {0.1, 0.2, 0.3, 0.45}) {
      assertEquals(1, spectrum.at(frequency), 0.1, "at " + frequency);
    }
  }

  /** Column 16 of 64 is a frequency of 1/8; nothing of it shows elsewhere. */
  @Test
  void aCosineIsSeenAtItsFrequencyAlone() {
    float[] wave = new float[3 * 64 * 64];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) Math.cos(Math.PI * (i % 64 + 0.5) * 16 / 64);
    }
    PowerSpectrum spectrum = PowerSpectrum.of(Picture.of(64, 64, 3, wave));
    // Of the ring 15..17 one coefficient, of power 64 · 32, is not 0.
    int ring = 18 * 18 - 15 * 15;
    assertEquals(64.0 * 32 / ring, spectrum.at(0.125), 1e-3);
    assertEquals(0, spectrum.at(0.25), 1e-6);
  }

  @Test
  void aPictureMayBeTooSmallForAFrequency() {
    PowerSpectrum spectrum = PowerSpectrum.of(Picture.of(4, 4, 1, new float[16]));
    assertThrows(IllegalArgumentException.class, () -> spectrum.at(0.05));
  }
}
