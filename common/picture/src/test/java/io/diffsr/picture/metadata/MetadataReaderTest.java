package io.diffsr.picture.metadata;

import static io.diffsr.picture.PictureBytes.bytes;
import static io.diffsr.picture.PictureBytes.chunk;
import static io.diffsr.picture.PictureBytes.frame;
import static io.diffsr.picture.PictureBytes.join;
import static io.diffsr.picture.PictureBytes.jpeg;
import static io.diffsr.picture.PictureBytes.pngEnd;
import static io.diffsr.picture.PictureBytes.pngStart;
import static io.diffsr.picture.PictureBytes.segment;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.picture.PictureWarning;
import io.diffsr.picture.PictureWarning.Code;
import io.diffsr.picture.tiff.ExifTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataReaderTest {
  private static final String PACKET =
      "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description tiff:Orientation=\"6\""
          + " hdrgm:Version=\"1.0\" exif:PixelXDimension='24'><dc:title>é</dc:title>"
          + "<xmp:Thumbnails><rdf:Alt/></xmp:Thumbnails></rdf:Description></rdf:RDF></x:xmpmeta>";

  private final List<PictureWarning> warnings = new ArrayList<>();

  private PictureMetadata read(byte[] file) {
    PictureFormat format = PictureFormat.recognise(file).orElseThrow();
    return MetadataReader.read(file, format, warnings::add);
  }

  private List<Code> codes() {
    return warnings.stream().map(PictureWarning::code).toList();
  }

  private static byte[] photograph(byte[]... segments) {
    return jpeg(join(segments), frame(0xC0, 8, 24, 18, 3));
  }

  private static byte[] png(byte[]... chunks) {
    return join(pngStart(24, 18, 8, 2), join(chunks), pngEnd());
  }

  private static byte[] jfif(int unit, int horizontal, int vertical) {
    return segment(
        0xE0,
        join(
            "JFIF\0".getBytes(ISO_8859_1),
            bytes(1, 1, unit, horizontal >> 8, horizontal, vertical >> 8, vertical, 0, 0)));
  }

  private static byte[] pixelsPerUnit(int horizontal, int vertical, int unit) {
    return chunk(
        "pHYs",
        ByteBuffer.allocate(9).putInt(horizontal).putInt(vertical).put((byte) unit).array());
  }

  private static byte[] packet(String text) {
    return segment(
        0xE1,
        join("http://ns.adobe.com/xap/1.0/\0".getBytes(ISO_8859_1), text.getBytes(ISO_8859_1)));
  }

  /** Files of a phone's second view and of one with a gain map. */
  @ParameterizedTest
  @CsvSource({
    "i5_mpo.jpg, SECOND_PICTURE_LEFT_OUT",
    "i5_ultrahdr.jpg, GAIN_MAP_LEFT_OUT",
    "t_next_ifd_beyond.tif, FILE_DAMAGED",
  })
  void whatIsLeftOutIsSaid(String name, Code code) throws IOException {
    try (InputStream stream = MetadataReaderTest.class.getResourceAsStream("/cases/" + name)) {
      read(stream.readAllBytes());
    }
    assertEquals(List.of(code), codes());
  }

  @Test
  void attacksOnReadersOfExifAreOverAtOnce() throws IOException {
    for (String name : List.of("exif_nested_3600.jpg", "exif_overlap_91k.png")) {
      try (InputStream stream = MetadataReaderTest.class.getResourceAsStream("/cases/" + name)) {
        byte[] file = stream.readAllBytes();
        ExifTree exif = read(file).exif();
        assertTrue(exif == null || exif.block().length < 2 * file.length);
      }
    }
  }

  @Test
  void resolutionsAreReadInEveryUnit() {
    assertEquals(new Resolution(300, 200), read(photograph(jfif(1, 300, 200))).resolution());
    assertEquals(new Resolution(254, 254), read(photograph(jfif(2, 100, 100))).resolution());
    assertEquals(new Resolution(300, 300), read(png(pixelsPerUnit(11811, 11811, 1))).resolution());
    assertNull(read(photograph(jfif(1, 0, 0))).resolution());
    assertNull(read(photograph(jfif(0, 1, 1))).resolution());
    assertEquals(List.of(), codes());
  }

  @Test
  void aShapeWithoutASizeIsNoResolution() {
    assertNull(read(photograph(jfif(0, 1, 2))).resolution());
    assertNull(read(png(pixelsPerUnit(1, 2, 0))).resolution());
    assertEquals(List.of(Code.RESOLUTION_UNKNOWN, Code.RESOLUTION_UNKNOWN), codes());
  }

  @Test
  void damagedMetadataAreLeftOut() {
    byte[] torn = segment(0xE1, "Exif\0\0MM".getBytes(ISO_8859_1));
    assertNull(read(photograph(torn)).exif());
    assertNull(read(photograph(packet("no packet"))).xmp());
    // A byte that is no UTF-8.
    assertNull(read(photograph(packet(PACKET))).xmp());
    assertNull(read(png(chunk("iTXt", "XML:com.adobe.xmp\0\1".getBytes(ISO_8859_1)))).xmp());
    assertEquals(List.of(0, 1, 2, 3), damaged());
  }

  private List<Integer> damaged() {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < warnings.size(); i++) {
      if (warnings.get(i).code() == Code.METADATA_DAMAGED) {
        places.add(i);
      }
    }
    return places;
  }

  @Test
  void aPacketOfTheResultIsAboutTheResult() {
    byte[] file = photograph(packet(PACKET.replace("é", "a title")));
    PictureMetadata read = read(file);
    assertEquals(List.of(Code.GAIN_MAP_LEFT_OUT), codes());
    String text =
        new String(read.enlarged(PictureHeaderReader.read(file), 48, 36).xmp(), ISO_8859_1);
    assertEquals(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description tiff:Orientation=\"1\""
            + " exif:PixelXDimension='48'><dc:title>a title</dc:title>"
            + "</rdf:Description></rdf:RDF></x:xmpmeta>",
        text);
  }

  /** Some cameras' notes hold offsets from the start of the block. */
  @Test
  void aCamerasNotesStayWhereTheyWere() {
    byte[] notes = new byte[40];
    Arrays.fill(notes, (byte) 'n');
    ByteBuffer block = ByteBuffer.allocate(400);
    block.put(bytes('M', 'M', 0, 42)).putInt(8);
    // One pointer, to a directory with the notes, which lie at offset 300.
    block.putShort((short) 1).putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(40);
    block.putInt(0).position(40);
    block.putShort((short) 1).putShort((short) 0x927C).putShort((short) 7).putInt(40).putInt(300);
    block.putInt(0).position(300);
    block.put(notes);
    ExifTree tree = ExifTree.readOrWarn(block.array(), warnings::add).orElseThrow();
    byte[] written = tree.enlarged(10, 10, false).completed(new Resolution(72, 72)).block();
    assertArrayEquals(notes, Arrays.copyOfRange(written, 300, 340));
    assertArrayEquals(
        written,
        ExifTree.readOrWarn(written, warnings::add).orElseThrow().block(),
        "written again, it is the same");
  }

  @Test
  void whatAFormatHasNoPlaceForIsSaid() {
    byte[] iptc = {28, 2, 120, 0, 1, 'c'};
    byte[] resources =
        join(
            "Photoshop 3.0\0008BIM".getBytes(ISO_8859_1),
            bytes(4, 4, 0, 0, 0, 0, 0, iptc.length),
            iptc);
    PictureMetadata read =
        read(photograph(segment(0xED, resources), segment(0xFE, bytes('h', 'i'))));
    assertArrayEquals(iptc, read.iptc());
    assertEquals(1, read.comments().size());
    PictureMetadata fitting = read.fitting(PictureFormat.PNG, warnings::add);
    assertNull(fitting.iptc());
    assertArrayEquals("Comment\0hi".getBytes(ISO_8859_1), fitting.texts().get(0).content());
    assertEquals(List.of(Code.METADATA_DROPPED), codes());
    assertTrue(warnings.get(0).message().contains("IPTC"), warnings::toString);
  }

  @Test
  void textsAndColourOfAPngGoOverIntoAPngAlone() {
    byte[] text = "parameters\0a prompt".getBytes(ISO_8859_1);
    byte[] codePoints = {9, 16, 0, 1};
    PictureMetadata read = read(png(chunk("cICP", codePoints), chunk("tEXt", text)));
    PictureMetadata fitting = read.fitting(PictureFormat.PNG, warnings::add);
    assertArrayEquals(text, fitting.texts().get(0).content());
    assertArrayEquals(codePoints, fitting.colour().get("cICP"));
    assertEquals(List.of(), codes());
    assertTrue(read.fitting(PictureFormat.JPEG, warnings::add).texts().isEmpty());
    assertEquals(List.of(Code.METADATA_DROPPED, Code.COLOUR_DROPPED), codes());
    assertArrayEquals(codePoints, read.colourAlone().colour().get("cICP"));
    assertTrue(read.colourAlone().texts().isEmpty());
  }

  /** However many chunks say so: a job's warnings are stored with it. */
  @Test
  void eachThingIsSaidOnce() {
    byte[] many = new byte[0];
    byte[] xmp = chunk("iTXt", "XML:com.adobe.xmp\0\1".getBytes(ISO_8859_1));
    for (int i = 0; i < 50; i++) {
      many = join(many, pixelsPerUnit(1, 2, 0), xmp);
    }
    read(png(many));
    assertEquals(List.of(Code.RESOLUTION_UNKNOWN, Code.METADATA_DAMAGED), codes());
  }

  /** Nothing of such a block goes over, and nothing of it is damaged. */
  @Test
  void anOrientationAloneIsNoDamage() throws IOException {
    for (String name :
        List.of(
            "j_exif_after_SOF_6.jpg",
            "j_exif_twice_6_then_1.jpg",
            "o_png_exif_after_IDAT_6.png",
            "o_png_exif_prefixed.png")) {
      try (InputStream stream = MetadataReaderTest.class.getResourceAsStream("/cases/" + name)) {
        read(stream.readAllBytes());
      }
    }
    assertEquals(List.of(), codes());
  }

  @Test
  void whatIsSoundOfDamagedExifIsKept() {
    ByteBuffer block = ByteBuffer.allocate(80);
    block.put(bytes('M', 'M', 0, 42)).putInt(8).putShort((short) 2);
    block.putShort((short) 0x010F).putShort((short) 2).putInt(4).put(bytes('M', 'e', 0, 0));
    // Points outside.
    block.putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(0x7FFFFFFF);
    ExifTree tree = ExifTree.readOrWarn(block.array(), warnings::add).orElseThrow();
    assertTrue(new String(tree.block(), ISO_8859_1).contains("Me"));
    assertEquals(List.of(Code.METADATA_DAMAGED), codes());
  }

  /** A value of every length before the notes; none may reach into them. */
  @Test
  void nothingIsWrittenIntoACamerasNotes() {
    for (int length = 5; length < 60; length++) {
      ByteBuffer block = ByteBuffer.allocate(200);
      block.put(bytes('M', 'M', 0, 42)).putInt(8).putShort((short) 2);
      block.putShort((short) 0x010F).putShort((short) 2).putInt(length).putInt(130);
      block.putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(60);
      block.putInt(0).position(60);
      block.putShort((short) 1).putShort((short) 0x927C).putShort((short) 7).putInt(30).putInt(90);
      block.putInt(0).position(90);
      for (int i = 0; i < 30; i++) {
        block.put((byte) 'n');
      }
      block.position(130);
      for (int i = 0; i < length; i++) {
        block.put((byte) 't');
      }
      byte[] written = ExifTree.readOrWarn(block.array(), warnings::add).orElseThrow().block();
      for (int i = 90; i < 120; i++) {
        assertEquals('n', written[i], "a text of " + length + " bytes, offset " + i);
      }
    }
  }

  @Test
  void bothResolutionsOfAFileStayWhatTheyAre() {
    byte[] exif = ExifTree.of(new Resolution(300, 300)).block();
    byte[] segment = segment(0xE1, join("Exif\0\0".getBytes(ISO_8859_1), exif));
    byte[] file = photograph(jfif(1, 96, 96), segment);
    PictureMetadata result = read(file).enlarged(PictureHeaderReader.read(file), 48, 36);
    assertEquals(new Resolution(96, 96), result.resolution());
    assertEquals(new Resolution(300, 300), result.exif().resolution().orElseThrow());
  }

  @Test
  void anInternationalCommentStaysReadable() {
    byte[] comment = "Grüße".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    PictureMetadata fitting =
        read(photograph(segment(0xFE, comment))).fitting(PictureFormat.PNG, warnings::add);
    assertEquals("iTXt", fitting.texts().get(0).type());
  }

  @Test
  void recordsTooLongForASegmentAreNamed() {
    PictureMetadata metadata =
        new PictureMetadata(
            null, null, new byte[70_000], null, java.util.Map.of(), List.of(), List.of());
    assertNull(metadata.fitting(PictureFormat.JPEG, warnings::add).iptc());
    assertEquals(List.of(Code.METADATA_DROPPED), codes());
  }

  @Test
  void aColourChunkWithAWrongChecksumSaysNothing() {
    byte[] srgb = chunk("sRGB", new byte[1]);
    srgb[srgb.length - 1] ^= 1;
    assertTrue(read(png(srgb)).colour().isEmpty());
  }
}
