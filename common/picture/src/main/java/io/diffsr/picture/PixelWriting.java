package io.diffsr.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/** Runs an image writer into memory. */
public final class PixelWriting {

  private PixelWriting() {}

  /**
   * Writes a file.
   *
   * @param writer disposed of afterwards
   * @param metadata what the file says beside the pixels, or null for the writer's defaults
   * @param parameters how to write, or null for the writer's defaults
   * @param interruption asked as often as the writer reports its progress
   */
  public static byte[] write(
      ImageWriter writer,
      BufferedImage image,
      @Nullable IIOMetadata metadata,
      @Nullable ImageWriteParam parameters,
      Interruption interruption) {
    interruption.check();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream output = new MemoryCacheImageOutputStream(file)) {
      writer.setOutput(output);
      InterruptedWriting listener = new InterruptedWriting(interruption);
      writer.addIIOWriteProgressListener(listener);
      writer.write(null, new IIOImage(image, null, metadata), parameters);
      listener.rethrow();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }

  /** The file with something put in at an offset. */
  public static byte[] inserted(byte[] file, int offset, byte[] insertion) {
    byte[] result = new byte[file.length + insertion.length];
    System.arraycopy(file, 0, result, 0, offset);
    System.arraycopy(insertion, 0, result, offset, insertion.length);
    System.arraycopy(file, offset, result, offset + insertion.length, file.length - offset);
    return result;
  }
}
