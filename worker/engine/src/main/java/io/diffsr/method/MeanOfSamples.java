package io.diffsr.method;

import io.diffsr.consistency.Faithfulness;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.request.UpscaleSpecBuilder;
import io.diffsr.resample.Degradation;
import io.diffsr.run.RunProgress;
import io.diffsr.run.SampleStatistics;

/**
 * A method that draws noise, run as often as the job asks for, each time with a seed of its own
 * ({@link SampleSeeds}). The result is the mean of the results: nearer to the unknown original in
 * squares than any of them, and smoother. How far they differ is shown beside it.
 *
 * @param method gives, for one seed, one sample
 */
public record MeanOfSamples(UpscaleMethod method) implements UpscaleMethod {
  @Override
  public Enlarged enlarge(Picture input, UpscaleSpec spec, RunProgress progress) {
    if (spec.samples() == 1) {
      return method.enlarge(input, spec, progress);
    }
    try {
      return mean(input, spec, progress);
    } catch (RunProgress.OtherRunException e) {
      // The checkpoint has been read and is not looked at again.
      return mean(input, spec, progress);
    }
  }

  private Enlarged mean(Picture input, UpscaleSpec spec, RunProgress progress) {
    int samples = spec.samples();
    SampleStatistics statistics =
        progress.repeat(samples, Math.multiplyExact(3 * spec.width(), spec.height()));
    Enlarged sample;
    do {
      sample = sample(statistics.count(), input, spec, progress);
      statistics.add(sample.rgb());
    } while (statistics.count() < samples);
    float[] mean = statistics.mean();
    // A mean of pictures that shrink to the input does so too, but for the rounding of sums.
    Degradation promise = Faithfulness.of(input, spec).settle(mean);
    return new Enlarged(mean, sample.network(), promise, statistics.deviation());
  }

  private Enlarged sample(int k, Picture input, UpscaleSpec spec, RunProgress progress) {
    UpscaleSpec one =
        UpscaleSpecBuilder.builder(spec).seed(SampleSeeds.of(spec.seed(), k)).samples(1).build();
    return method.enlarge(input, one, progress);
  }
}
