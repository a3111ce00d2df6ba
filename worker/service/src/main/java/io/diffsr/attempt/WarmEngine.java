package io.diffsr.attempt;

import io.diffsr.model.RunnableNetwork;
import io.diffsr.onnx.ExecutionProvider;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.picture.PictureLimits;
import io.diffsr.upscale.SuperResolution;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engine of this worker, from the moment its models are warm. */
@ApplicationScoped
public class WarmEngine {
  /** The gateway has checked the limits when it accepted the job. */
  private static final PictureLimits ADMITTED_ALREADY =
      new PictureLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  private final WorkSettings settings;
  private volatile @Nullable Loaded loaded;

  private record Loaded(ModelRepository models, SuperResolution superResolution) {}

  @Inject
  WarmEngine(WorkSettings settings) {
    this.settings = settings;
  }

  /**
   * Loads and warms every model.
   *
   * @throws RuntimeException when one cannot be used, or a setting is wrong
   */
  public void load() {
    ModelRepository models =
        ModelRepository.load(
            settings.models(),
            ExecutionProvider.choose(settings.executionProvider()),
            settings.threads());
    loaded = new Loaded(models, new SuperResolution(models, models, ADMITTED_ALREADY));
  }

  public boolean ready() {
    return loaded != null;
  }

  SuperResolution superResolution() {
    return require().superResolution();
  }

  public String executionProvider() {
    return require().models().executionProvider().wireName();
  }

  /** All networks that are loaded: diffusion models, and methods by themselves. */
  public List<RunnableNetwork> networks() {
    return require().models().runnable();
  }

  private Loaded require() {
    Loaded ready = loaded;
    if (ready == null) {
      throw new IllegalStateException("the models are not loaded yet");
    }
    return ready;
  }

  @PreDestroy
  void unload() {
    if (loaded != null) {
      require().models().close();
    }
  }
}
