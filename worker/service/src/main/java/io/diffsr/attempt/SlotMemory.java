package io.diffsr.attempt;

import io.diffsr.request.JobSpec;
import io.diffsr.request.RunMemory;
import io.diffsr.upscale.SuperResolution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The memory that each job of this worker may take: an equal share of the heap per slot. */
@ApplicationScoped
public class SlotMemory {
  private final long bytes;

  @Inject
  SlotMemory(WorkSettings settings) {
    this.bytes = RunMemory.heap() / settings.slots();
  }

  /** Heap of a slot in bytes. */
  public long bytes() {
    return bytes;
  }

  /** A job takes more memory than a slot has; another worker may have it. */
  static final class TooSmallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooSmallException(long need, long have) {
      super(
          "the job takes up to %s of memory and a slot of this worker has %s"
              .formatted(RunMemory.text(need), RunMemory.text(have)));
    }
  }

  /**
   * Checks before anything is fetched or decoded.
   *
   * @throws TooSmallException when the job may take more than there is
   */
  void require(JobSpec job, SuperResolution engine) {
    long need = engine.memory(job.upscale(), job.input().pixels(), job.input().plain());
    if (need > bytes) {
      throw new TooSmallException(need, bytes);
    }
  }
}
