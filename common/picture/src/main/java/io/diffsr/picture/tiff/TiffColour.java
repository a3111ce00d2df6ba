package io.diffsr.picture.tiff;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;

import io.diffsr.picture.PictureException;
import java.util.Arrays;

/**
 * What the samples of a TIFF picture mean.
 *
 * @param kind grey, palette or colour
 * @param samples stored samples per pixel: those of the colour, and one more where {@code extra} is
 *     not {@code NONE}
 * @param bits bits per sample: 1, 2, 4, 8 or 16
 * @param extra what the sample after the colour means
 */
public record TiffColour(Kind kind, int samples, int bits, Extra extra) {
  private static final int MOST_SAMPLES = 4;

  /** The photometric interpretations that are read (TIFF 6.0, section 8). */
  public enum Kind {
    WHITE_IS_ZERO(1),
    BLACK_IS_ZERO(1),
    RGB(3),
    PALETTE(1);

    private final int samples;

    Kind(int samples) {
      this.samples = samples;
    }

    /** Samples per pixel without alpha. */
    public int samples() {
      return samples;
    }
  }

  /** What a sample beyond the colour means (TIFF 6.0, section 18). */
  public enum Extra {
    NONE,
    /** Stored, but nothing is known about it. */
    UNSPECIFIED,
    /** Opacity; the colour is already multiplied by it. */
    ASSOCIATED_ALPHA,
    /** Opacity; the colour is not multiplied by it. */
    UNASSOCIATED_ALPHA;

    boolean isAlpha() {
      return this == ASSOCIATED_ALPHA || this == UNASSOCIATED_ALPHA;
    }
  }

  /**
   * Reads the fields that say it.
   *
   * @throws PictureException of kind {@code UNSUPPORTED} or {@code CORRUPT}
   */
  static TiffColour of(TiffDirectory directory) {
    Kind kind = kind(directory);
    long samples = directory.number(TiffTags.SAMPLES_PER_PIXEL, 1);
    if (samples < kind.samples) {
      throw new PictureException(CORRUPT, "The TIFF file is damaged: it has too few samples.");
    }
    if (samples > kind.samples + 1) {
      throw new PictureException(
          UNSUPPORTED, "TIFF pictures with " + samples + " samples per pixel are not read.");
    }
    boolean more = samples > kind.samples;
    TiffColour colour =
        new TiffColour(kind, (int) samples, bits(directory), more ? extra(directory) : Extra.NONE);
    if (!colour.isRead()) {
      throw new PictureException(
          UNSUPPORTED,
          "TIFF pictures of this kind with " + colour.bits + " bits per sample are not read.");
    }
    return colour;
  }

  /** True where the samples are indices or levels of few bits, which only come alone. */
  private boolean isRead() {
    return switch (bits) {
      case 1, 2, 4 -> samples == 1;
      case 8 -> true;
      case 16 -> kind != Kind.PALETTE;
      default -> false;
    };
  }

  private static Kind kind(TiffDirectory directory) {
    long photometric = directory.number(TiffTags.PHOTOMETRIC);
    if (photometric >= Kind.values().length) {
      throw new PictureException(
          UNSUPPORTED, "Of TIFF pictures only greyscale, palette and RGB are read.");
    }
    return Kind.values()[(int) photometric];
  }

  private static int bits(TiffDirectory directory) {
    long[] bits =
        directory.has(TiffTags.BITS_PER_SAMPLE)
            ? directory.numbers(TiffTags.BITS_PER_SAMPLE, MOST_SAMPLES)
            : new long[] {1};
    if (Arrays.stream(bits).anyMatch(value -> value != bits[0])) {
      throw new PictureException(
          UNSUPPORTED, "TIFF pictures with samples of different depth are not read.");
    }
    if (directory.has(TiffTags.SAMPLE_FORMAT)
        && Arrays.stream(directory.numbers(TiffTags.SAMPLE_FORMAT, MOST_SAMPLES))
            .anyMatch(value -> value != 1)) {
      throw new PictureException(
          UNSUPPORTED, "TIFF pictures are read only where their samples are unsigned integers.");
    }
    return (int) Math.min(bits[0], Integer.MAX_VALUE);
  }

  private static Extra extra(TiffDirectory directory) {
    if (!directory.has(TiffTags.EXTRA_SAMPLES)) {
      // Against the specification, but known to be written, and meant as opacity.
      return Extra.UNASSOCIATED_ALPHA;
    }
    long meaning = directory.number(TiffTags.EXTRA_SAMPLES);
    if (meaning == 1) {
      return Extra.ASSOCIATED_ALPHA;
    }
    return meaning == 2 ? Extra.UNASSOCIATED_ALPHA : Extra.UNSPECIFIED;
  }
}
