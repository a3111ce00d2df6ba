package io.diffsr.onnx;

import io.diffsr.model.DiffusionModel;
import io.diffsr.model.MethodSource;
import io.diffsr.model.ModelException;
import io.diffsr.model.ModelSource;
import io.diffsr.model.NetworkMemory;
import io.diffsr.model.NetworkMethod;
import io.diffsr.model.RunnableNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The models of a folder, one folder each, loaded and warm: diffusion models, and networks that are
 * methods by themselves. Immutable.
 */
public final class ModelRepository implements ModelSource, MethodSource, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ModelRepository.class.getName());

  private final Map<String, DiffusionModel> models;
  private final Map<String, NetworkMethod> methods;
  private final List<RunnableNetwork> runnable;
  private final NetworkLoader networks;

  private ModelRepository(
      Map<String, DiffusionModel> models,
      Map<String, NetworkMethod> methods,
      List<RunnableNetwork> runnable,
      NetworkLoader networks) {
    this.models = models;
    this.methods = methods;
    this.runnable = List.copyOf(runnable);
    this.networks = networks;
  }

  /**
   * Loads every model of a folder and runs each once, so that the first job does not wait for it.
   *
   * @param threads of one network call on the CPU; 0 takes all processors that may be used
   * @throws ModelException of kind {@code INVALID}, naming the model, where one cannot be used
   * @throws UncheckedIOException where the folder cannot be read
   */
  public static ModelRepository load(Path folder, ExecutionProvider provider, int threads) {
    Map<String, DiffusionModel> models = new LinkedHashMap<>();
    Map<String, NetworkMethod> methods = new LinkedHashMap<>();
    List<RunnableNetwork> runnable = new ArrayList<>();
    NetworkLoader networks = new NetworkLoader(provider, threads);
    MethodLoader methodLoader = new MethodLoader(networks);
    for (ModelFolder each : folders(folder)) {
      try {
        if (each.holdsMethod()) {
          NetworkMethod method = methodLoader.load(each);
          methods.put(each.name(), method);
          runnable.add(new RunnableNetwork(each.name(), each.digest(), method.memory()));
        } else {
          DiffusionModel model = networks.diffusion(each, DenoiserInput.UNCONDITIONAL);
          models.put(each.name(), model);
          runnable.add(new RunnableNetwork(each.name(), model.weights(), NetworkMemory.NONE));
        }
      } catch (RuntimeException e) {
        networks.close();
        throw new ModelException(
            ModelException.Kind.INVALID, "model %s: %s".formatted(each.name(), e.getMessage()), e);
      }
    }
    if (provider == ExecutionProvider.CPU) {
      LOG.log(System.Logger.Level.INFO, "a network call takes {0} threads", networks.threads());
    }
    return new ModelRepository(models, methods, runnable, networks);
  }

  private static List<ModelFolder> folders(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .sorted()
          .map(ModelFolder::new)
          .filter(each -> each.holdsModel() || each.holdsMethod())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the folder of models, " + folder, e);
    }
  }

  /** Names of the diffusion models, in alphabetical order. */
  public List<String> names() {
    return List.copyOf(models.keySet());
  }

  /** Names of the networks that are methods by themselves, in alphabetical order. */
  public List<String> methodNames() {
    return List.copyOf(methods.keySet());
  }

  /** All of them, models and methods. */
  public List<RunnableNetwork> runnable() {
    return runnable;
  }

  public ExecutionProvider executionProvider() {
    return networks.provider();
  }

  @Override
  public DiffusionModel model(String name) {
    return found(models, name, "model");
  }

  @Override
  public NetworkMethod method(String name) {
    return found(methods, name, "method");
  }

  private static <T> T found(Map<String, T> all, String name, String what) {
    T one = all.get(name);
    if (one == null) {
      throw new ModelException(
          ModelException.Kind.NOT_FOUND,
          "there is no %s '%s' here, only %s".formatted(what, name, List.copyOf(all.keySet())));
    }
    return one;
  }

  @Override
  public void close() {
    networks.close();
  }
}
