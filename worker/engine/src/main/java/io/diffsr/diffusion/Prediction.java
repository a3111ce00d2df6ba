package io.diffsr.diffusion;

import org.jspecify.annotations.Nullable;

/**
 * The network's prediction at one step. The arrays cover the whole canvas and belong to the
 * receiver: they must not be changed afterwards.
 *
 * @param originalSample x̂₀, the clean picture as the network sees it
 * @param noise ε; null to have it computed from the sample and x̂₀, as is right once x̂₀ was
 *     corrected
 * @param logVariance log σ² of the step; only a network with learned variance predicts it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Prediction(
    float[] originalSample, float @Nullable [] noise, float @Nullable [] logVariance) {}
