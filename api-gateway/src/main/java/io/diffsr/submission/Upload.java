package io.diffsr.submission;

import io.diffsr.picture.PictureLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** The picture of one request on its way to the object store: a file that is gone afterwards. */
final class Upload implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Upload.class);
  private static final int BUFFER = 64 * 1024;

  private final Path file;
  private final Runnable afterwards;

  /**
   * @param file does not exist yet
   * @param afterwards done when the file is gone
   */
  Upload(Path file, Runnable afterwards) {
    this.file = file;
    this.afterwards = afterwards;
  }

  Path file() {
    return file;
  }

  /**
   * Writes what comes to the file, which it answers.
   *
   * @throws io.diffsr.picture.PictureException where there are more bytes than a picture may have
   */
  Path receive(InputStream stream, PictureLimits limits) throws IOException {
    try (stream;
        OutputStream out = Files.newOutputStream(file)) {
      byte[] buffer = new byte[BUFFER];
      long received = 0;
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        received += read;
        limits.requireBytes(received);
        out.write(buffer, 0, read);
      }
    }
    return file;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warnf("cannot remove %s: %s", file, e.getMessage());
    } finally {
      afterwards.run();
    }
  }
}
