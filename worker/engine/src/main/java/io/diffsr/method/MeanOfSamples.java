package io.diffsr.method;

import io.diffsr.consistency.InputConsistency;
import io.diffsr.consistency.SourcePicture;
import io.diffsr.job.UpscalePhase;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.Resumption;
import io.diffsr.run.RunContext;
import io.diffsr.run.SampleStatistics;

/**
 * Runs a diffusion as often as the job asks for, each time with a seed of its own ({@link
 * SampleSeeds}). The result is the mean of the samples: nearer to the unknown original in squares
 * than any of them, and smoother; the deviation between them comes with it.
 *
 * @param method gives, for one seed, one sample
 */
public record MeanOfSamples(DiffusionMethod method) implements UpscaleMethod {
  @Override
  public Enlarged enlarge(SourcePicture input, UpscaleSpec spec, RunContext context) {
    CanvasDiffusion diffusion = method.prepare(input, spec, context);
    int samples = spec.samples();
    Resumption resumption = context.resumption();
    resumption.begin(diffusion.fingerprint(), samples, diffusion.steps(), diffusion.values());
    context
        .report()
        .expect(diffusion.origin().calls(), samples * diffusion.steps(), diffusion.tiles());
    context.report().resumedAfter(resumption.callsBefore());
    context.enter(UpscalePhase.SAMPLE);
    return samples == 1
        ? diffusion.sample(spec.seed(), context)
        : mean(diffusion, resumption.finished(), context);
  }

  private static Enlarged mean(
      CanvasDiffusion diffusion, SampleStatistics statistics, RunContext context) {
    UpscaleSpec spec = diffusion.spec();
    Enlarged sample;
    do {
      sample = diffusion.sample(SampleSeeds.of(spec.seed(), statistics.count()), context);
      statistics.add(sample.rgb());
    } while (statistics.count() < spec.samples());
    float[] mean = statistics.mean();
    // A mean of pictures that shrink to the input does so too, but for the rounding of sums.
    return new Enlarged(
        mean,
        sample.network(),
        InputConsistency.of(diffusion.input(), spec).enforce(mean, context.cancellation()),
        statistics.deviation());
  }
}
