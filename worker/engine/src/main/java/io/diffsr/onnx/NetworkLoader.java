package io.diffsr.onnx;

import io.diffsr.diffusion.Denoiser;
import io.diffsr.diffusion.SchedulerConfig;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.ModelException;
import io.diffsr.model.NetworkTile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Loads networks, runs each once, and keeps them to be closed. */
final class NetworkLoader implements AutoCloseable {
  private static final int CUDA_BATCH = 8;

  private final ExecutionProvider provider;
  private final int threads;
  private final List<OnnxNetwork> opened = new ArrayList<>();

  /**
   * @param threads of one network call on the CPU; 0 takes all processors that the Java virtual
   *     machine may use
   */
  NetworkLoader(ExecutionProvider provider, int threads) {
    this.provider = provider;
    // ONNX Runtime's own choice counts physical cores and leaves half of a shared core idle.
    this.threads = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** Threads of one network call on the CPU. */
  int threads() {
    return threads;
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
    if (denoiser.fixedBatch() > 1) {
      throw new ModelException(
          ModelException.Kind.INVALID,
          "its network takes batches of %d only; export it with a batch of 1 or any"
              .formatted(denoiser.fixedBatch()));
    }
    int edge = size.tileSize();
    float[] output = denoiser.predict(new float[input.channels() * edge * edge], 1, edge, edge, 0);
    int pixels = edge * edge;
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
    int largest = denoiser.fixedSize()[0] > 0 ? edge : folder.largestTile(size);
    int batch = denoiser.fixedBatch() == 1 ? 1 : batch(denoiser, input.channels(), edge);
    return new DiffusionModel(
        folder.name(),
        scheduler,
        folder.calibration(),
        denoiser,
        output.length / pixels,
        new NetworkTile(edge, size.multiple(), largest, batch),
        provider.wireName(),
        NetworkDigest.of(file));
  }

  private int batch(Denoiser denoiser, int channels, int edge) {
    return provider == ExecutionProvider.CUDA
        ? CUDA_BATCH
        : new BatchTrial(denoiser, channels, edge, System::nanoTime).best();
  }

  @Override
  public void close() {
    opened.forEach(OnnxNetwork::close);
  }
}
