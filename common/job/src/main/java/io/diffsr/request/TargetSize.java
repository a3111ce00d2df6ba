package io.diffsr.request;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The exact size of a result.
 *
 * @param width in pixels, at least the input's
 * @param height in pixels, at least the input's
 */
record TargetSize(int width, int height) {
  private static final double DEFAULT_SCALE = 2;

  /** The size that the options ask for; any size where they ask for none that is allowed. */
  static TargetSize of(
      UpscaleOptions options,
      int inputWidth,
      int inputHeight,
      long maxPixels,
      Violations violations) {
    int before = violations.count();
    Double scale = options.scale();
    boolean sized = options.width() != null || options.height() != null;
    violations.check(scale == null || !sized, "scale", "and width or height exclude each other");
    violations.check(
        scale == null || (scale >= 1 && scale <= UpscaleRules.MAX_SCALE),
        "scale",
        "must be a number from 1 to " + (int) UpscaleRules.MAX_SCALE);
    checkSide(violations, "width", options.width(), inputWidth);
    checkSide(violations, "height", options.height(), inputHeight);
    if (violations.count() > before) {
      return new TargetSize(1, 1);
    }
    TargetSize size = asked(options, inputWidth, inputHeight);
    violations.check(
        (long) size.width() * size.height() <= maxPixels,
        sized ? "width" : "scale",
        String.format(
            Locale.ROOT,
            "asks for %d × %d pixels; a result may have %,d pixels",
            size.width(),
            size.height(),
            maxPixels));
    return size;
  }

  private static TargetSize asked(UpscaleOptions options, int inputWidth, int inputHeight) {
    Integer width = options.width();
    Integer height = options.height();
    if (width != null) {
      double scale = (double) width / inputWidth;
      return new TargetSize(width, height != null ? height : scaled(inputHeight, scale));
    }
    if (height != null) {
      return new TargetSize(scaled(inputWidth, (double) height / inputHeight), height);
    }
    double scale = options.scale() == null ? DEFAULT_SCALE : options.scale();
    return new TargetSize(scaled(inputWidth, scale), scaled(inputHeight, scale));
  }

  private static int scaled(int side, double scale) {
    return (int) Math.max(side, Math.min(Math.round(side * scale), Integer.MAX_VALUE));
  }

  private static void checkSide(
      Violations violations, String field, @Nullable Integer side, int inputSide) {
    violations.check(
        side == null || (side >= inputSide && side <= UpscaleRules.MAX_SCALE * inputSide),
        field,
        String.format(
            Locale.ROOT,
            "must be from %d (the input's own) to %d",
            inputSide,
            Math.round(UpscaleRules.MAX_SCALE * inputSide)));
  }
}
