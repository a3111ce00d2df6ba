package io.diffsr.onnx;

import io.diffsr.diffusion.Denoiser;
import io.diffsr.diffusion.SchedulerConfig;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.ModelException;
import io.diffsr.model.NetworkTile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * A network that takes a sample and a timestep, warm.
   *
   * @param denoiser the network
   * @param outputChannels 3 or 6
   * @param tile the pieces that it is given
   * @param weights SHA-256 of its files, in hex
   */
  record Loaded(Denoiser denoiser, int outputChannels, NetworkTile tile, String weights) {}

  /**
   * Loads such a network and runs it once.
   *
   * @param batch of tiles that suits the device; null has it found out
   * @throws ModelException of kind {@code INVALID}
   */
  Loaded load(NetworkFolder folder, DenoiserInput input, @Nullable Integer batch) {
    Path file = folder.network(provider);
    OnnxDenoiser denoiser = OnnxDenoiser.of(open(file), input);
    NetworkFolder.NetworkSize size = folder.size().fitting(denoiser.fixedSize());
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
    int largest = denoiser.fixedSize()[0] > 0 ? edge : folder.largestTile(size);
    int tiles =
        denoiser.fixedBatch() == 1
            ? 1
            : batch == null ? batch(denoiser, input.channels(), edge) : batch;
    return new Loaded(
        denoiser, output.length / pixels, size.tile(largest, tiles), NetworkDigest.of(file));
  }

  /**
   * The diffusion model of a folder, warm.
   *
   * @throws ModelException of kind {@code INVALID}
   */
  DiffusionModel diffusion(ModelFolder folder, DenoiserInput input) {
    Loaded loaded = load(folder.denoiser(), input, null);
    SchedulerConfig scheduler = folder.scheduler();
    if (scheduler.varianceType().learned() && loaded.outputChannels() != 6) {
      throw new ModelException(
          ModelException.Kind.INVALID,
          "its variance_type is %s, but its network has no channels for it"
              .formatted(scheduler.varianceType().wireName()));
    }
    return new DiffusionModel(
        folder.name(),
        scheduler,
        folder.calibration(),
        loaded.denoiser(),
        loaded.outputChannels(),
        loaded.tile(),
        provider.wireName(),
        new StartLoader(this, loaded.tile().batch()).load(folder),
        loaded.weights());
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
