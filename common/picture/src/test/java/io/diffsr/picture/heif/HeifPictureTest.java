package io.diffsr.picture.heif;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureWarning.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptions of pictures, built box by box; nothing in them can be decoded. */
class HeifPictureTest {
  private static final byte[] XMP = "<x:xmpmeta><rdf:RDF/></x:xmpmeta>".getBytes(UTF_8);

  @TempDir Path folder;

  private static byte[] bytes(Object... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Object part : parts) {
      if (part instanceof byte[] array) {
        all.writeBytes(array);
      } else if (part instanceof String text) {
        all.writeBytes(text.getBytes(ISO_8859_1));
      } else if (part instanceof Short number) {
        all.writeBytes(ByteBuffer.allocate(2).putShort(number).array());
      } else {
        all.writeBytes(ByteBuffer.allocate(4).putInt((Integer) part).array());
      }
    }
    return all.toByteArray();
  }

  private static short s(int number) {
    return (short) number;
  }

  private static byte[] box(String type, Object... content) {
    byte[] inside = bytes(content);
    return bytes(inside.length + 8, type, inside);
  }

  private static byte[] item(int id, String type, Object... more) {
    return box("infe", 2 << 24, s(id), s(0), type, bytes(more), "\0");
  }

  private static byte[] items(byte[]... entries) {
    return box("iinf", 0, s(entries.length), bytes((Object[]) entries));
  }

  /** Item 1 of 40 × 30 pixels, with these boxes beside it. */
  private static byte[] file(byte[]... more) {
    byte[] meta =
        box(
            "meta",
            0,
            box("pitm", 0, s(1)),
            box(
                "iprp",
                box("ipco", box("ispe", 0, 40, 30)),
                box("ipma", 0, 1, s(1), new byte[] {1, 1})),
            bytes((Object[]) more));
    return bytes(box("ftyp", "avif", 0), meta);
  }

  private HeifPicture read(byte[] file) throws IOException {
    return HeifPicture.read(Files.write(folder.resolve("file"), file));
  }

  private static byte[] located(byte[] content, int... ids) {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    for (int id : ids) {
      // In idat, one extent.
      entries.writeBytes(bytes(s(id), s(1), s(0), s(1), 0, content.length));
    }
    return bytes(
        box("iloc", 1 << 24, s(0x4400), s(ids.length), entries.toByteArray()),
        box("idat", (Object) content));
  }

  @Test
  void theSizeIsThePicturesOwn() throws IOException {
    HeifPicture picture = read(file(items(item(1, "av01"))));
    assertEquals("40 x 30", picture.width() + " x " + picture.height());
    assertEquals(List.of(), picture.warnings());
  }

  @Test
  void theFirstDescriptionCountsAndOthersAreNotRead() throws IOException {
    byte[] refers = box("iref", 0, box("cdsc", s(2), s(1), s(1)), box("cdsc", s(3), s(1), s(1)));
    byte[] two =
        items(
            item(1, "av01"),
            item(2, "mime", "x\0", "application/rdf+xml\0"),
            item(3, "mime", "y\0", "application/rdf+xml\0"));
    HeifPicture picture = read(file(two, refers, located(XMP, 2, 3)));
    assertArrayEquals(XMP, picture.metadata().xmp());
    HeifPicture damaged = read(file(two, refers, located(new byte[] {1, 2, 3}, 2, 3)));
    assertEquals(
        List.of(Code.METADATA_DAMAGED), damaged.warnings().stream().map(w -> w.code()).toList());
  }

  /** Some writers leave the offset before the block out, and decoders fail on it. */
  @ParameterizedTest
  @ValueSource(strings = {"", "\0\0\0\0", "\0\0\0\6Exif\0\0", "Exif\0\0"})
  void exifIsFoundWhateverStandsBefore(String before) throws IOException {
    byte[] block = bytes("MM\0*", 8, s(1), s(0x013B), s(2), 3, "me\0\0", 0);
    byte[] file =
        file(
            items(item(1, "av01"), item(2, "Exif")),
            box("iref", 0, box("cdsc", s(2), s(1), s(1))),
            located(bytes(before, block), 2));
    HeifPicture picture = read(file);
    assertNotNull(picture.metadata().exif(), before);
    assertEquals(List.of(), picture.warnings());
    // The decoder does not get to see it.
    int patched = new String(file, ISO_8859_1).indexOf("cdsc");
    assertEquals(1, picture.plainCopy().stream().filter(patch -> patch.at() == patched).count());
  }

  @ParameterizedTest
  @CsvSource({"40, 30, ", "12800, 12800, CORRUPT"})
  void aGridThatSaysAnotherSizeIsRefused(int width, int height, PictureException.Kind kind)
      throws IOException {
    byte[] grid = bytes(new byte[] {0, 0, 0, 0}, s(width), s(height));
    byte[] file = file(items(item(1, "grid")), located(grid, 1));
    if (kind == null) {
      assertEquals(40, read(file).width());
    } else {
      assertEquals(kind, assertThrows(PictureException.class, () -> read(file)).kind());
    }
  }

  @Test
  void premultipliedColoursAreRefused() {
    byte[] file =
        file(
            items(item(1, "av01"), item(2, "av01")),
            box("iref", 0, box("auxl", s(2), s(1), s(1)), box("prem", s(1), s(1), s(2))));
    assertEquals(
        PictureException.Kind.UNSUPPORTED,
        assertThrows(PictureException.class, () -> read(file)).kind());
  }

  @Test
  void otherItemsAreNoPictures() throws IOException {
    HeifPicture picture = read(file(items(item(1, "av01"), item(2, "mett"), item(3, "uri "))));
    assertEquals(List.of(), picture.warnings());
  }

  /** Extents of no bytes take no room in the file, and must take no time. */
  @Test
  void fourHundredThousandItemsOfEmptyExtentsArePassedOver() throws IOException {
    ByteArrayOutputStream entries = new ByteArrayOutputStream();
    for (int i = 0; i < 400_000; i++) {
      entries.writeBytes(bytes(i + 10, s(0), s(0xFFFF)));
    }
    byte[] refers = box("iref", 0, box("cdsc", s(2), s(1), s(1)));
    byte[] file =
        file(
            items(item(1, "av01"), item(2, "Exif")),
            refers,
            box("iloc", 2 << 24, s(0), 400_000, entries.toByteArray()));
    assertThrows(PictureException.class, () -> read(file));
  }

  @Test
  void itemsAndReferencesHaveABound() {
    byte[][] many = new byte[10_000][];
    for (int i = 0; i < many.length; i++) {
      many[i] = item(i + 1, "Exif");
    }
    assertThrows(PictureException.class, () -> read(file(items(many))));
    byte[] to = new byte[2 * 60_000];
    byte[] reference = box("dimg", s(2), s(60_000), to);
    byte[] refers = box("iref", 0, reference, reference);
    assertThrows(PictureException.class, () -> read(file(items(item(1, "av01")), refers)));
  }
}
