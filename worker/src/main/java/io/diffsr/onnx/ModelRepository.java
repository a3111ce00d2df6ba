package io.diffsr.onnx;

import ai.onnxruntime.OrtException;
import io.diffsr.diffusion.DiffusionModel;
import io.diffsr.diffusion.ModelException;
import io.diffsr.diffusion.ModelSource;
import io.diffsr.diffusion.RecoverableFieldCalibration;
import io.diffsr.diffusion.SchedulerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The models of a folder, one folder each, loaded and warm. Immutable. */
public final class ModelRepository implements ModelSource, AutoCloseable {
  /** On the CPU a batch brings no speed, and single tiles let a job stop sooner. */
  private static final int CPU_BATCH = 1;

  private static final int CUDA_BATCH = 8;

  private final Map<String, DiffusionModel> models;
  private final List<OnnxDenoiser> sessions;
  private final ExecutionProvider provider;

  private ModelRepository(
      Map<String, DiffusionModel> models, List<OnnxDenoiser> sessions, ExecutionProvider provider) {
    this.models = models;
    this.sessions = sessions;
    this.provider = provider;
  }

  /**
   * Loads every model of a folder and runs each once, so that the first job does not wait for it.
   *
   * @param threads of one network call on the CPU; 0 takes all cores
   * @throws ModelException of kind {@code INVALID}, naming the model, where one cannot be used
   * @throws UncheckedIOException where the folder cannot be read
   */
  public static ModelRepository load(Path folder, ExecutionProvider provider, int threads) {
    Map<String, DiffusionModel> models = new LinkedHashMap<>();
    List<OnnxDenoiser> sessions = new ArrayList<>();
    for (ModelFolder each : folders(folder)) {
      try {
        OnnxDenoiser denoiser = OnnxDenoiser.open(each.network(provider), provider, threads);
        sessions.add(denoiser);
        models.put(each.name(), warm(each, denoiser, provider));
      } catch (RuntimeException e) {
        close(sessions);
        throw new ModelException(
            ModelException.Kind.INVALID, "model %s: %s".formatted(each.name(), e.getMessage()), e);
      }
    }
    return new ModelRepository(models, sessions, provider);
  }

  private static List<ModelFolder> folders(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().map(ModelFolder::new).filter(ModelFolder::holdsModel).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the folder of models, " + folder, e);
    }
  }

  private static DiffusionModel warm(
      ModelFolder folder, OnnxDenoiser denoiser, ExecutionProvider provider) {
    ModelFolder.NetworkSize size = folder.networkSize();
    long[] fixed = denoiser.fixedSize();
    if (fixed[0] != fixed[1] && (fixed[0] > 0 || fixed[1] > 0)) {
      throw new ModelException(
          ModelException.Kind.INVALID,
          "its network takes pictures of %d × %d only; tiles are square"
              .formatted(fixed[1], fixed[0]));
    }
    if (fixed[0] > 0) {
      int edge = Math.toIntExact(fixed[0]);
      size = new ModelFolder.NetworkSize(edge, edge);
    }
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
    float[] output = denoiser.predict(new float[batch * 3 * edge * edge], batch, edge, edge, 0);
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
        RecoverableFieldCalibration.defaults(),
        denoiser,
        output.length / pixels,
        edge,
        size.multiple(),
        batch,
        provider.wireName());
  }

  /** Names of the models, in alphabetical order. */
  public List<String> names() {
    return List.copyOf(models.keySet());
  }

  public ExecutionProvider executionProvider() {
    return provider;
  }

  @Override
  public DiffusionModel model(String name) {
    DiffusionModel model = models.get(name);
    if (model == null) {
      throw new ModelException(
          ModelException.Kind.NOT_FOUND,
          "there is no model '%s' here, only %s".formatted(name, names()));
    }
    return model;
  }

  @Override
  public void close() {
    close(sessions);
  }

  private static void close(List<OnnxDenoiser> sessions) {
    for (OnnxDenoiser session : sessions) {
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException("ONNX Runtime did not let go of a network", e);
      }
    }
  }
}
