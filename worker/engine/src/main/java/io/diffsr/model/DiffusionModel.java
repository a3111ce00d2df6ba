package io.diffsr.model;

import io.diffsr.diffusion.Denoiser;
import io.diffsr.diffusion.SchedulerConfig;
import io.diffsr.field.RecoverableFieldCalibration;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * A pre-trained, unconditional diffusion model on RGB pixels in [-1, 1], ready to run.
 *
 * @param name folder name in the model repository
 * @param scheduler the noise schedule it was trained on and what its output means
 * @param calibration what is known about it and its recoverable field
 * @param denoiser the network
 * @param outputChannels 3, or 6 where the network predicts the variance as well
 * @param tile the pieces of a canvas that it is given
 * @param executionProvider {@code cuda} or {@code cpu}
 * @param starts networks whose answer a job may start from
 * @param weights identifies the network: SHA-256 of the network's files, in hex
 */
@RecordBuilder
public record DiffusionModel(
    String name,
    SchedulerConfig scheduler,
    RecoverableFieldCalibration calibration,
    Denoiser denoiser,
    int outputChannels,
    NetworkTile tile,
    String executionProvider,
    StartNetworks starts,
    String weights) {}
