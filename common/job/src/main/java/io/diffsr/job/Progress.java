package io.diffsr.job;

import org.jspecify.annotations.Nullable;

/**
 * How far a running job has come.
 *
 * @param phase the phase under way
 * @param step sampler steps done, 0..steps
 * @param steps sampler steps in all; 0 where the method has none
 * @param tiles tiles per step; 0 where the method has none
 * @param networkCalls tile-sized network calls done so far
 * @param percent 0..100 over the whole job
 * @param etaSeconds estimated seconds to the end, or null while unknown
 */
public record Progress(
    UpscalePhase phase,
    int step,
    int steps,
    int tiles,
    int networkCalls,
    double percent,
    @Nullable Double etaSeconds) {}
