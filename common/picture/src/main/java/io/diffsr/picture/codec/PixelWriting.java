package io.diffsr.picture.codec;

import io.diffsr.picture.Interruption;
import java.awt.image.BufferedImage;
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
  public static WrittenFile write(
      ImageWriter writer,
      BufferedImage image,
      @Nullable IIOMetadata metadata,
      @Nullable ImageWriteParam parameters,
      Interruption interruption) {
    interruption.check();
    WrittenFile file = new WrittenFile();
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
    return file;
  }
}
