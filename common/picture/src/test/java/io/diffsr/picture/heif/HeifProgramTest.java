package io.diffsr.picture.heif;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.diffsr.picture.PictureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that do what a decoder that has been taken over might do. */
class HeifProgramTest {
  private static final HeifProgram.Bounds SMALL = new HeifProgram.Bounds(64, 1 << 16, 1);

  @TempDir Path folder;

  private HeifProgram program(String text) throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell");
    Path program = folder.resolve("program");
    Files.writeString(program, "#!/bin/sh\n" + text + "\n");
    assertTrue(program.toFile().setExecutable(true));
    return new HeifProgram(program);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "head -c 100000 /dev/zero > $2 || exit 1",
        "while :; do :; done",
        "head -c 200000000 /dev/zero | tail -n 1 > $2 || exit 1; test -s $2",
        "echo picture > $2; exit 3",
        "exit 0",
        "kill -9 $$"
      })
  void whateverItDoesIsTheFilesFault(String text) throws IOException {
    HeifProgram program = program(text);
    PictureException refused =
        assertThrows(PictureException.class, () -> program.decode(folder, "in", "out", SMALL));
    assertEquals(PictureException.Kind.CORRUPT, refused.kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit 127", "exit 126", "exec /missing/library"})
  void whatIsNotTheFilesFaultIsNotSaidToBe(String text) throws IOException {
    HeifProgram program = program("echo no library >&2\n" + text);
    HeifUnavailableException unavailable =
        assertThrows(
            HeifUnavailableException.class, () -> program.decode(folder, "in", "out", SMALL));
    assertTrue(unavailable.getMessage().contains("no library"), unavailable.getMessage());
  }

  @Test
  void itSeesNothingOfOurEnvironment() throws IOException {
    program("env > $2").decode(folder, "in", "out", SMALL);
    for (String line : Files.readAllLines(folder.resolve("out"))) {
      assertTrue(
          line.matches(
              "(PATH=/usr/bin:/bin|LC_ALL=C|MALLOC_ARENA_MAX=2|PWD=.*|_=.*|SHLVL=.*|OLDPWD=.*)"),
          line);
    }
  }

  @Test
  void aSettingNamesAProgramThatIsThere() {
    assertThrows(
        IllegalArgumentException.class,
        () -> HeifProgram.find(folder.resolve("missing").toString()));
    assertTrue(HeifProgram.find("off").isEmpty());
  }
}
