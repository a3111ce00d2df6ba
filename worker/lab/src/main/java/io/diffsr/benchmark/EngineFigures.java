package io.diffsr.benchmark;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * How fast the engine is, as ratios that were measured in one run.
 *
 * @param ratioToRaw seconds of the engine over the best seconds of the network alone for the same
 *     number of tile pixels
 * @param shareOutside share of the engine's seconds outside the network, in 0..1
 * @param tilePixelsPerOutputPixel pixels of all tiles of a step over those of the result
 * @param callsPerMegapixel tiles that networks are given, start and steps, per 10⁶ pixels of the
 *     result
 * @param heapBytesPerOutputPixel most of the heap that was in use during a run, less what was
 *     before it, garbage included
 * @param secondsPerMegapixel of the result
 * @param threadScaling seconds of the network on one thread over those on all
 * @param secondsPerMegapixelBeside of another method, on the same picture; null where none is named
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EngineFigures(
    double ratioToRaw,
    double shareOutside,
    double tilePixelsPerOutputPixel,
    double callsPerMegapixel,
    double heapBytesPerOutputPixel,
    double secondsPerMegapixel,
    double threadScaling,
    @Nullable Double secondsPerMegapixelBeside) {}
