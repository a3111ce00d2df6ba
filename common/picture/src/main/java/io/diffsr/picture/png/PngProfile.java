package io.diffsr.picture.png;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The content of a PNG {@code iCCP} chunk (PNG, third edition, section 11.3.2.3). */
final class PngProfile {
  private static final byte[] NAME = "ICC profile".getBytes(ISO_8859_1);
  private static final int LONGEST_NAME = 79;
  private static final int LARGEST_PROFILE = 1 << 22;

  private PngProfile() {}

  /** The profile; empty where the chunk is damaged or inflates to more than 4 MiB. */
  static byte[] unpack(byte[] content) {
    int end = 0;
    while (end < content.length && end <= LONGEST_NAME && content[end] != 0) {
      end++;
    }
    // A zero ends the name; the compression method follows and can only be 0.
    if (end + 2 > content.length || content[end] != 0 || content[end + 1] != 0) {
      return new byte[0];
    }
    ByteArrayInputStream packed =
        new ByteArrayInputStream(content, end + 2, content.length - end - 2);
    try (InflaterInputStream inflated = new InflaterInputStream(packed)) {
      byte[] profile = inflated.readNBytes(LARGEST_PROFILE + 1);
      return profile.length > LARGEST_PROFILE ? new byte[0] : profile;
    } catch (IOException e) {
      return new byte[0]; // A picture is not refused for the profile beside it.
    }
  }

  static byte[] pack(byte[] profile) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(NAME);
    content.write(0);
    content.write(0);
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (DeflaterOutputStream packed = new DeflaterOutputStream(content, deflater)) {
      packed.write(profile);
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    } finally {
      deflater.end();
    }
    return content.toByteArray();
  }
}
