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

  /** The size that a request asks for; any size where it asks for none that can be had. */
  static TargetSize of(
      JobRequest request, InputPicture input, long maxPixels, Violations violations) {
    int before = violations.count();
    Double scale = request.scale();
    boolean sized = request.width() != null || request.height() != null;
    violations.check(scale == null || !sized, "scale", "and width or height exclude each other");
    violations.check(
        scale == null || (scale >= 1 && scale <= JobRules.MAX_SCALE),
        "scale",
        "must be a number from 1 to " + (int) JobRules.MAX_SCALE);
    checkSide(violations, "width", request.width(), input.width());
    checkSide(violations, "height", request.height(), input.height());
    if (violations.count() > before) {
      return new TargetSize(1, 1);
    }
    TargetSize size = asked(request, input);
    violations.check(
        (long) size.width() * size.height() <= maxPixels,
        sized ? "width" : "scale",
        String.format(
            Locale.ROOT,
            "asks for %d × %d pixels; the limit is %d pixels",
            size.width(),
            size.height(),
            maxPixels));
    return size;
  }

  private static TargetSize asked(JobRequest request, InputPicture input) {
    Integer width = request.width();
    Integer height = request.height();
    if (width != null) {
      double scale = (double) width / input.width();
      return new TargetSize(width, height != null ? height : scaled(input.height(), scale));
    }
    if (height != null) {
      return new TargetSize(scaled(input.width(), (double) height / input.height()), height);
    }
    double scale = request.scale() == null ? DEFAULT_SCALE : request.scale();
    return new TargetSize(scaled(input.width(), scale), scaled(input.height(), scale));
  }

  private static int scaled(int side, double scale) {
    return (int) Math.max(side, Math.min(Math.round(side * scale), Integer.MAX_VALUE));
  }

  private static void checkSide(
      Violations violations, String field, @Nullable Integer side, int inputSide) {
    violations.check(
        side == null || (side >= inputSide && side <= JobRules.MAX_SCALE * inputSide),
        field,
        String.format(
            Locale.ROOT,
            "must be from %d (the input's own) to %d",
            inputSide,
            Math.round(JobRules.MAX_SCALE * inputSide)));
  }
}
