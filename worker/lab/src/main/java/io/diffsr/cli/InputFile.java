package io.diffsr.cli;

import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureIntake;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.heif.HeifProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A picture's file of a command line.
 *
 * @param bytes of the file, or of the PNG file that a HEIC or AVIF file has become
 * @param warnings what is left out
 */
@SuppressWarnings("ArrayRecordComponent") // Not compared by value.
record InputFile(byte[] bytes, List<PictureWarning> warnings) {

  /**
   * Reads a file.
   *
   * @throws PictureException when it holds no picture that is read
   * @throws CommandException when it cannot be read
   */
  static InputFile read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw CommandException.wrongUse("there is no file %s".formatted(file));
    }
    PictureIntake intake =
        new PictureIntake(
            PictureFolder.OWN_PICTURES,
            HeifProgram.find("auto"),
            Path.of(System.getProperty("java.io.tmpdir")));
    try (PictureIntake.Taken taken = intake.take(file)) {
      return new InputFile(Files.readAllBytes(taken.file()), taken.warnings());
    } catch (IOException e) {
      throw CommandException.failed("cannot read %s: %s".formatted(file, e));
    }
  }
}
