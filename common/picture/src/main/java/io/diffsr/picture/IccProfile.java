package io.diffsr.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides whether an ICC profile may be kept (ICC.1:2022, section 7.2). */
public final class IccProfile {
  private static final int HEADER_BYTES = 128;
  private static final int COLOUR_SPACE_OFFSET = 16;

  private IccProfile() {}

  /**
   * Whether a profile has all the bytes that it declares: a reader may allocate what it declares.
   */
  public static boolean isWhole(byte @Nullable [] profile) {
    return profile != null
        && profile.length >= HEADER_BYTES
        && Integer.toUnsignedLong(ByteBuffer.wrap(profile).getInt()) <= profile.length;
  }

  /**
   * The profile where it describes samples of this many channels.
   *
   * @return null where it is missing, cut short or made for another kind of colour: such a profile
   *     says nothing about the samples
   */
  public static byte @Nullable [] fitting(byte @Nullable [] profile, int channels) {
    return fitting(profile, channels, warning -> {});
  }

  /** The same, with a warning where there is one that does not. */
  public static byte @Nullable [] fitting(
      byte @Nullable [] profile, int channels, Consumer<PictureWarning> warn) {
    if (profile == null) {
      return null;
    }
    if (isWhole(profile)) {
      String space = new String(profile, COLOUR_SPACE_OFFSET, 4, ISO_8859_1);
      if (space.equals(channels == 1 ? "GRAY" : "RGB ")) {
        return profile;
      }
    }
    warn.accept(ignored());
    return null;
  }

  /** What is said where a profile is not used. */
  public static PictureWarning ignored() {
    return new PictureWarning(
        PictureWarning.Code.PROFILE_IGNORED,
        "the picture's ICC profile is damaged or made for another kind of colour, and ignored");
  }
}
