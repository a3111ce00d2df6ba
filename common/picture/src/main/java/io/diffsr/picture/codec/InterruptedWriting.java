package io.diffsr.picture.codec;

import io.diffsr.picture.Interruption;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOWriteProgressListener;
import org.jspecify.annotations.Nullable;

/** Stops a writer whose work is interrupted; native ones must not be thrown through. */
final class InterruptedWriting implements IIOWriteProgressListener {
  private final Interruption interruption;
  private @Nullable RuntimeException thrown;

  InterruptedWriting(Interruption interruption) {
    this.interruption = interruption;
  }

  /** Throws what the interruption has thrown. */
  void rethrow() {
    if (thrown == null) {
      interruption.check();
    } else {
      throw thrown;
    }
  }

  @Override
  public void imageProgress(ImageWriter writer, float percent) {
    if (thrown == null) {
      try {
        interruption.check();
      } catch (RuntimeException e) {
        thrown = e;
        writer.abort();
      }
    }
  }

  @Override
  public void imageStarted(ImageWriter writer, int index) {}

  @Override
  public void imageComplete(ImageWriter writer) {}

  @Override
  public void thumbnailStarted(ImageWriter writer, int image, int thumbnail) {}

  @Override
  public void thumbnailProgress(ImageWriter writer, float percent) {}

  @Override
  public void thumbnailComplete(ImageWriter writer) {}

  @Override
  public void writeAborted(ImageWriter writer) {}
}
