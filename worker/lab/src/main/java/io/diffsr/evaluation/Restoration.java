package io.diffsr.evaluation;

import io.diffsr.job.RecoverableField;
import io.diffsr.job.UpscaleReport;
import io.diffsr.metrics.PeakSignalToNoise;
import io.diffsr.metrics.RgbPlanes;
import io.diffsr.metrics.StructuralSimilarity;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureLimits;
import io.diffsr.run.UpscaleObserver;
import io.diffsr.upscale.SuperResolution;
import io.diffsr.upscale.UpscaleResult;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A picture that a method restored.
 *
 * @param output of the original's size
 * @param report of the run
 */
record Restoration(Picture output, UpscaleReport report) {
  private static final int CHANNELS = 3;
  private static final PictureLimits OWN_FILES =
      new PictureLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  /** Takes the same path as a job: a file in, a file out. */
  static Restoration of(ShrunkPicture shrunk, ComparedMethod method, SuperResolution engine) {
    Picture original = shrunk.original();
    UpscaleResult result =
        engine.run(
            method.spec(shrunk.low(), original.width(), original.height()),
            shrunk.file(),
            UpscaleObserver.NONE);
    return new Restoration(PictureDecoder.decode(result.bytes(), OWN_FILES), result.report());
  }

  /** All metrics of this picture alone. */
  Map<Metric, Double> measure(ShrunkPicture shrunk) {
    RgbPlanes truth = planes(shrunk.original()).cropped(shrunk.border());
    RgbPlanes own = planes(output).cropped(shrunk.border());
    Picture low = shrunk.low();
    float[] shrunkAgain = shrunk.degradation().degrade(output.rgb(), CHANNELS);
    Map<Metric, Double> measured = new EnumMap<>(Metric.class);
    measured.put(Metric.PSNR_RGB, PeakSignalToNoise.decibels(truth.channels(), own.channels()));
    measured.put(Metric.PSNR_Y, luma(truth, own));
    measured.put(Metric.SSIM, StructuralSimilarity.of(truth.luma(), own.luma()));
    measured.put(
        Metric.CONSISTENCY_PSNR,
        PeakSignalToNoise.decibels(
            planes(low).channels(),
            RgbPlanes.of(low.width(), low.height(), shrunkAgain).channels()));
    Double deviation = report.consistencyError();
    if (deviation != null) {
      measured.put(Metric.LARGEST_CONSISTENCY_ERROR, deviation);
    }
    Double outside = report.coefficientsOutside();
    if (outside != null) {
      measured.put(Metric.COEFFICIENTS_OUTSIDE, 100 * outside);
    }
    measured.put(
        Metric.PSNR_UINT8_WRAPPED,
        PeakSignalToNoise.uint8Wrapped(truth.channels(), own.channels()));
    RecoverableField field = report.field();
    if (field != null) {
      measured.put(Metric.START_PERCENT, 100 * field.noiseLevel());
    }
    measured.put(Metric.NETWORK_CALLS, (double) report.networkCalls());
    measured.put(
        Metric.SECONDS,
        report.secondsPerPhase().values().stream().mapToDouble(Double::doubleValue).sum());
    return measured;
  }

  private static double luma(RgbPlanes truth, RgbPlanes own) {
    return PeakSignalToNoise.decibels(List.of(truth.luma()), List.of(own.luma()));
  }

  private static RgbPlanes planes(Picture picture) {
    return RgbPlanes.of(picture.width(), picture.height(), picture.rgb());
  }
}
