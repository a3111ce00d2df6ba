package io.diffsr.benchmark;

import io.diffsr.diffusion.Denoiser;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.DiffusionModelBuilder;
import io.diffsr.model.MethodSource;
import io.diffsr.model.ResidualNetwork;
import io.diffsr.model.ResidualNetworkBuilder;
import io.diffsr.model.StartNetworks;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureLimits;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.request.UpscaleSpecBuilder;
import io.diffsr.run.UpscaleObserver;
import io.diffsr.tiling.Tiling;
import io.diffsr.upscale.SuperResolution;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the engine, and its networks alone, in turn on one picture. Best of several rounds, so that
 * what else a machine does counts little.
 */
public final class EngineBenchmark {
  private static final PictureLimits OWN =
      new PictureLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
  private static final int CHANNELS = 3;
  private static final int[] BATCHES = {1, 2, 4};
  private static final int TIMESTEP = 100;
  private static final double PIXELS_PER_MEGAPIXEL = 1e6;

  private final DiffusionModel model;
  private final Denoiser oneThread;
  private final MethodSource methods;
  private final int rounds;

  /** One run of the engine. */
  private record Run(double seconds, double inNetworks, long pixels, long tiles, long heap) {}

  /**
   * @param model as it runs, on all threads
   * @param oneThread the same network on one thread
   * @param methods for the method beside it
   * @param rounds of each measurement, at least 1
   */
  public EngineBenchmark(
      DiffusionModel model, Denoiser oneThread, MethodSource methods, int rounds) {
    this.model = model;
    this.oneThread = oneThread;
    this.methods = methods;
    this.rounds = rounds;
  }

  /**
   * Measures.
   *
   * @param spec what the engine is to do with the picture
   * @param inputWidth of the picture
   * @param inputHeight of the picture
   * @param beside a method to be run on the same picture, or null
   */
  public EngineFigures measure(
      UpscaleSpec spec, int inputWidth, int inputHeight, @Nullable String beside) {
    byte[] file =
        PictureEncoder.encode(BenchmarkPicture.of(inputWidth, inputHeight), PictureFormat.PNG, 100);
    Tiling tiling = model.tile().tiling(spec.height(), spec.width());
    Run best = run(spec, file);
    double rawPerPixel = rawSecondsPerPixel(tiling);
    double single = Double.POSITIVE_INFINITY;
    double besideSeconds = Double.POSITIVE_INFINITY;
    for (int round = 0; round < rounds; round++) {
      Run next = run(spec, file);
      best = next.seconds() < best.seconds() ? next : best;
      rawPerPixel = Math.min(rawPerPixel, rawSecondsPerPixel(tiling));
      single = Math.min(single, secondsPerPixel(oneThread, 1, edge(), edge()));
      if (beside != null) {
        besideSeconds = Math.min(besideSeconds, besideSeconds(spec, file, beside));
      }
    }
    double outputPixels = (double) spec.width() * spec.height();
    double tilePixels = (double) tiling.count() * tiling.tileHeight() * tiling.tileWidth();
    double megapixels = outputPixels / PIXELS_PER_MEGAPIXEL;
    return new EngineFigures(
        best.seconds() / (rawPerPixel * best.pixels()),
        1 - best.inNetworks() / best.seconds(),
        tilePixels / outputPixels,
        best.tiles() / megapixels,
        best.heap() / outputPixels,
        best.seconds() / megapixels,
        single / secondsPerPixel(model.denoiser(), 1, edge(), edge()),
        beside == null ? null : besideSeconds / megapixels);
  }

  private int edge() {
    return model.tile().edge();
  }

  private Run run(UpscaleSpec spec, byte[] file) {
    List<MeasuredDenoiser> measured = new ArrayList<>();
    StartNetworks starts = model.starts();
    DiffusionModel watched =
        DiffusionModelBuilder.builder(model)
            .denoiser(watched(model.denoiser(), measured))
            .starts(
                new StartNetworks(
                    watched(starts.mean(), measured),
                    watched(starts.textured(), measured),
                    starts.start(),
                    starts.fidelity(),
                    starts.jpegFidelity()))
            .build();
    SuperResolution engine = new SuperResolution(name -> watched, methods, OWN);
    System.gc();
    long before = heapInUse();
    heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    engine.run(spec, file, UpscaleObserver.NONE);
    double seconds = (System.nanoTime() - start) / 1e9;
    long peak = heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    return new Run(
        seconds,
        measured.stream().mapToDouble(MeasuredDenoiser::seconds).sum(),
        measured.stream().mapToLong(MeasuredDenoiser::pixels).sum(),
        measured.stream().mapToLong(MeasuredDenoiser::tiles).sum(),
        peak - before);
  }

  private static MeasuredDenoiser watched(Denoiser network, List<MeasuredDenoiser> all) {
    MeasuredDenoiser measured = new MeasuredDenoiser(network);
    all.add(measured);
    return measured;
  }

  private static @Nullable ResidualNetwork watched(
      @Nullable ResidualNetwork start, List<MeasuredDenoiser> all) {
    return start == null
        ? null
        : ResidualNetworkBuilder.builder(start).network(watched(start.network(), all)).build();
  }

  private double besideSeconds(UpscaleSpec spec, byte[] file, String beside) {
    UpscaleSpec other = UpscaleSpecBuilder.builder(spec).method(beside).build();
    SuperResolution engine = new SuperResolution(name -> model, methods, OWN);
    long start = System.nanoTime();
    engine.run(other, file, UpscaleObserver.NONE);
    return (System.nanoTime() - start) / 1e9;
  }

  /** Of the tiles that the engine uses, and of squares in batches: the best. */
  private double rawSecondsPerPixel(Tiling tiling) {
    double best = secondsPerPixel(model.denoiser(), 1, tiling.tileHeight(), tiling.tileWidth());
    for (int batch : BATCHES) {
      best = Math.min(best, secondsPerPixel(model.denoiser(), batch, edge(), edge()));
    }
    return best;
  }

  private static double secondsPerPixel(Denoiser network, int batch, int height, int width) {
    float[] samples = new float[batch * CHANNELS * height * width];
    long start = System.nanoTime();
    network.predict(samples, batch, height, width, TIMESTEP);
    return (System.nanoTime() - start) / 1e9 / ((double) batch * height * width);
  }

  private static List<MemoryPoolMXBean> heapPools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static long heapInUse() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
