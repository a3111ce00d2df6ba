package io.diffsr.picture.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.picture.PictureBytes;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrittenFileTest {
  private static final int BLOCK = 1 << 20;

  @ParameterizedTest
  @CsvSource({"100, 33", "1048576, 33", "1048577, 1048576", "2500000, 1048575", "2500000, 2000000"})
  void whatIsWrittenInPiecesIsOneFile(int length, int offset) {
    byte[] bytes = new byte[length];
    new SplittableRandom(1).nextBytes(bytes);
    WrittenFile file = new WrittenFile();
    for (int from = 0; from < length; from += 70_001) {
      file.write(bytes, from, Math.min(70_001, length - from));
    }
    assertArrayEquals(bytes, file.bytes());
    byte[] expected =
        PictureBytes.join(
            Arrays.copyOf(bytes, offset),
            new byte[] {7},
            Arrays.copyOfRange(bytes, offset, length));
    assertArrayEquals(expected, file.with(offset, new byte[] {7}));
  }

  @Test
  void nothingIsAnEmptyFile() {
    assertEquals(0, new WrittenFile().bytes().length);
    WrittenFile one = new WrittenFile();
    one.write(BLOCK);
    assertEquals(1, one.bytes().length);
  }
}
