package io.diffsr.picture.webp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPWriteParam;
import io.diffsr.picture.Interruption;
import io.diffsr.picture.Picture;
import io.diffsr.picture.codec.ImageCodecs;
import io.diffsr.picture.codec.Interleaved;
import io.diffsr.picture.codec.PixelWriting;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/** WebP files of kinds that the encoder does not write. */
public final class WebpFileBuilder {

  private WebpFileBuilder() {}

  public static byte[] lossless(Picture picture) {
    WebPWriteParam parameters = new WebPWriteParam(Locale.ROOT);
    parameters.setCompressionType(CompressionType.Lossless);
    parameters.setExact(true);
    return PixelWriting.write(
            ImageCodecs.webpWriter(),
            Interleaved.image(picture.width(), picture.height(), picture.rgb(), picture.alpha(), 8),
            null,
            parameters,
            Interruption.NONE)
        .bytes();
  }

  /** The file as an extended one, with an Exif block behind the pixels. */
  static byte[] withExif(byte[] file, int width, int height, byte[] exif) throws IOException {
    ByteBuffer canvas = ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN);
    canvas.putInt(8).putShort((short) (width - 1)).put((byte) 0).putShort((short) (height - 1));
    WebpChunkWriter writer = new WebpChunkWriter();
    writer.write("VP8X", canvas.array());
    WebpChunks chunks = new WebpChunks(new ByteArrayInputStream(file));
    while (chunks.advance()) {
      writer.write(chunks.type(), chunks.read(Integer.MAX_VALUE));
    }
    writer.write("EXIF", exif);
    return writer.file();
  }

  /** A simple file whose one chunk ends so many bytes early, all lengths made to fit. */
  public static byte[] shortened(byte[] file, int missing) {
    ByteBuffer chunk = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    byte[] content = new byte[chunk.getInt(16) - missing];
    chunk.get(20, content);
    WebpChunkWriter writer = new WebpChunkWriter();
    writer.write(new String(file, 12, 4, ISO_8859_1), content);
    return writer.file();
  }
}
