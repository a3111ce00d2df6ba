package io.diffsr.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.util.Locale;

/** What runs the network. */
public enum ExecutionProvider {
  CUDA,
  CPU;

  private static final System.Logger LOG = System.getLogger(ExecutionProvider.class.getName());

  /**
   * The provider that a setting asks for, if this machine has it; the CPU otherwise, which is said
   * in one line of the log.
   *
   * @param setting {@code auto}, {@code cuda} or {@code cpu}
   * @throws IllegalArgumentException for any other setting
   */
  public static ExecutionProvider choose(String setting) {
    return switch (setting) {
      case "cpu" -> CPU;
      case "auto" -> orCpu(System.Logger.Level.INFO);
      case "cuda" -> orCpu(System.Logger.Level.WARNING);
      default ->
          throw new IllegalArgumentException(
              "the execution provider is '%s'; it must be auto, cuda or cpu".formatted(setting));
    };
  }

  private static ExecutionProvider orCpu(System.Logger.Level level) {
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      LOG.log(level, "networks run on the CPU: this ONNX Runtime was built without CUDA");
      return CPU;
    }
    // The library of CUDA logs while it is loaded, and cannot be loaded before there is an
    // environment to log to. It logs as errors what cuDNN does another way; real ones are thrown.
    OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "diffsr");
    try (SessionOptions options = new SessionOptions()) {
      CUDA.addTo(options);
      return CUDA;
    } catch (OrtException e) {
      LOG.log(level, "networks run on the CPU: CUDA cannot be used, " + e.getMessage());
      return CPU;
    }
  }

  /** Puts this provider first in line for a session. */
  void addTo(SessionOptions options) throws OrtException {
    if (this == CUDA) {
      try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions()) {
        // The exhaustive search picks by timing, so it may pick differently from run to run.
        cuda.add("cudnn_conv_algo_search", "HEURISTIC");
        cuda.add("use_tf32", "0");
        options.addCUDA(cuda);
      }
    }
  }

  /** Lower case, as in settings and reports. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
