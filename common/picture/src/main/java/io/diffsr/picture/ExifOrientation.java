package io.diffsr.picture;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;

/** Finds the orientation in an Exif block. */
public final class ExifOrientation {

  private ExifOrientation() {}

  /**
   * Reads the orientation.
   *
   * @param content holds a TIFF structure
   * @param offset where it starts
   * @return upright where the block says nothing or is damaged: a picture is not refused for it
   */
  public static Orientation read(byte[] content, int offset) {
    Metadata metadata = new Metadata();
    try {
      new ExifReader().extract(new ByteArrayReader(content), metadata, offset);
    } catch (RuntimeException e) {
      // The library reports most damage inside the metadata, some by exceptions of every kind.
      return Orientation.UPRIGHT;
    }
    ExifIFD0Directory directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    Integer value =
        directory == null ? null : directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
    return value == null ? Orientation.UPRIGHT : Orientation.ofExif(value);
  }
}
