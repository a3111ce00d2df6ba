package io.diffsr.onnx;

import io.diffsr.diffusion.SchedulerConfig;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads networks, runs each once, and keeps them to be closed. */
final class NetworkLoader implements AutoCloseable {
  /** On the CPU a batch brings no speed, and single tiles let a job stop sooner. */
  private static final int CPU_BATCH = 1;

  private static final int CUDA_BATCH = 8;

  private final ExecutionProvider provider;
  private final int threads;
  private final List<OnnxNetwork> opened = new ArrayList<>();

  /**
   * @param threads of one network call on the CPU; 0 takes all cores
   */
  NetworkLoader(ExecutionProvider provider, int threads) {
    this.provider = provider;
    this.threads = threads;
  }

  ExecutionProvider provider() {
    return provider;
  }

  /** Loads a network, which is closed with all others. */
  OnnxNetwork open(Path file) {
    OnnxNetwork network = OnnxNetwork.open(file, provider, threads);
    opened.add(network);
    return network;
  }

  /**
   * The diffusion model of a folder, warm.
   *
   * @throws ModelException of kind {@code INVALID}
   */
  DiffusionModel diffusion(ModelFolder folder, DenoiserInput input) {
    Path file = folder.network(provider);
    OnnxDenoiser denoiser = OnnxDenoiser.of(open(file), input);
    ModelFolder.NetworkSize size = folder.networkSize().fitting(denoiser.fixedSize());
    int batch = provider == ExecutionProvider.CUDA ? CUDA_BATCH : CPU_BATCH;
    if (denoiser.fixedBatch() > 1) {
      throw new ModelException(
          ModelException.Kind.INVALID,
          "its network takes batches of %d only; export it with a batch of 1 or any"
              .formatted(denoiser.fixedBatch()));
    }
    if (denoiser.fixedBatch() == 1) {
      batch = 1;
    }
    int edge = size.tileSize();
    float[] samples = new float[batch * input.channels() * edge * edge];
    float[] output = denoiser.predict(samples, batch, edge, edge, 0);
    int pixels = batch * edge * edge;
    if (output.length != 3 * pixels && output.length != 6 * pixels) {
      throw new ModelException(
          ModelException.Kind.INVALID,
          "its network answers with %.2f channels instead of 3 or 6"
              .formatted((double) output.length / pixels));
    }
    SchedulerConfig scheduler = folder.scheduler();
    if (scheduler.varianceType().learned() && output.length != 6 * pixels) {
      throw new ModelException(
          ModelException.Kind.INVALID,
          "its variance_type is %s, but its network has no channels for it"
              .formatted(scheduler.varianceType().wireName()));
    }
    return new DiffusionModel(
        folder.name(),
        scheduler,
        folder.calibration(),
        denoiser,
        output.length / pixels,
        edge,
        size.multiple(),
        batch,
        provider.wireName(),
        NetworkDigest.of(file));
  }

  @Override
  public void close() {
    opened.forEach(OnnxNetwork::close);
  }
}
