package io.diffsr.picture;

import io.diffsr.picture.heif.HeifConversion;
import io.diffsr.picture.heif.HeifProgram;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * Takes a picture's file from outside. What is read is taken as it is; HEIC and AVIF become a PNG
 * file where libheif's program is there, and are refused where it is not.
 */
public final class PictureIntake {
  private static final Logger LOG = System.getLogger(PictureIntake.class.getName());
  private static final String PREFIX = "heif-";

  private final PictureLimits limits;
  private final Optional<HeifProgram> heif;
  private final Path workFolder;

  /** A TIFF is held in memory while it is checked. */
  private final Semaphore checks = new Semaphore(2);

  /**
   * An intake.
   *
   * @param workFolder exists; a file that becomes another one needs a place
   */
  public PictureIntake(PictureLimits limits, Optional<HeifProgram> heif, Path workFolder) {
    this.limits = limits;
    this.heif = heif;
    this.workFolder = workFolder;
  }

  /**
   * A picture that is read from here on; closed when nobody reads its file any more.
   *
   * @param file the one that came, or what has been made of it
   * @param header of {@code file}
   * @param warnings what was left out
   * @param ownFolder removed at the end
   */
  public record Taken(
      Path file, PictureHeader header, List<PictureWarning> warnings, Optional<Path> ownFolder)
      implements AutoCloseable {

    /** What cannot be removed now is found by whoever tidies the work folder. */
    @Override
    public void close() {
      ownFolder.ifPresent(PictureIntake::remove);
    }
  }

  /** Whether a folder in a work folder is one that an intake has made. */
  public static boolean isOwnFolder(Path entry) {
    return String.valueOf(entry.getFileName()).startsWith(PREFIX);
  }

  /** Removes a file, or a folder with what is in it, as far as that is possible. */
  public static void remove(Path path) {
    try (Stream<Path> entries = Files.walk(path)) {
      for (Path entry : entries.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.WARNING, "cannot remove {0}: {1}", path, e.getMessage());
    }
  }

  /**
   * Takes a file that has passed every check of {@link PictureHeaderReader#admit(Path,
   * PictureLimits)}.
   *
   * @throws PictureException of any kind
   * @throws io.diffsr.picture.heif.HeifUnavailableException where it is not the file's fault
   */
  public Taken take(Path file) throws IOException {
    if (heif.isEmpty() || !isHeif(file)) {
      return new Taken(file, admit(file), List.of(), Optional.empty());
    }
    limits.requireBytes(Files.size(file));
    Path folder = Files.createTempDirectory(workFolder, PREFIX);
    Taken taken = null;
    try {
      Path png = folder.resolve("picture.png");
      List<PictureWarning> warnings = HeifConversion.convert(heif.get(), file, limits, folder, png);
      taken = new Taken(png, admitMade(png), warnings, Optional.of(folder));
      return taken;
    } finally {
      if (taken == null) {
        remove(folder);
      }
    }
  }

  /** What is made of a file may be larger than a file that is sent. */
  private PictureHeader admitMade(Path png) throws IOException {
    return PictureHeaderReader.admit(
        png, new PictureLimits(Long.MAX_VALUE, limits.maxInputPixels(), limits.maxOutputPixels()));
  }

  private PictureHeader admit(Path file) throws IOException {
    checks.acquireUninterruptibly();
    try {
      return PictureHeaderReader.admit(file, limits);
    } finally {
      checks.release();
    }
  }

  private static boolean isHeif(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] start = stream.readNBytes(ForeignFormat.SIGNATURE_BYTES);
      return PictureFormat.recognise(start).isEmpty()
          && ForeignFormat.recognise(start).filter(ForeignFormat::isHeif).isPresent();
    }
  }
}
