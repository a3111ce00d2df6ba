package io.diffsr.figure;

import io.diffsr.picture.Picture;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Equal parts of several pictures side by side, a line for each motif, as a PNG file. */
public final class CropSheet {
  private static final int CROP = 96;
  private static final int MAGNIFICATION = 2;
  private static final int GAP = 8;
  private static final int HEADING = 22;

  private CropSheet() {}

  /**
   * One cell of a line.
   *
   * @param title what made it
   * @param picture of the same size as the others of its line
   */
  public record Cell(String title, Picture picture) {}

  /** The PNG file; every line shows the middle of its pictures. */
  public static byte[] png(List<List<Cell>> lines) {
    int columns = lines.stream().mapToInt(List::size).max().orElse(1);
    int edge = CROP * MAGNIFICATION;
    int width = Math.max(1, columns) * (edge + GAP) + GAP;
    int height = lines.size() * (edge + HEADING + GAP) + GAP;
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(Color.BLACK);
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    for (int line = 0; line < lines.size(); line++) {
      int top = GAP + line * (edge + HEADING + GAP);
      for (int column = 0; column < lines.get(line).size(); column++) {
        Cell cell = lines.get(line).get(column);
        int left = GAP + column * (edge + GAP);
        graphics.drawString(cell.title(), left, top + HEADING - 7);
        graphics.drawImage(
            middle(cell.picture()), left, top + HEADING, edge, edge, Color.WHITE, null);
      }
    }
    graphics.dispose();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try {
      ImageIO.write(sheet, "png", file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static BufferedImage middle(Picture picture) {
    int width = Math.min(CROP, picture.width());
    int height = Math.min(CROP, picture.height());
    int left = (picture.width() - width) / 2;
    int top = (picture.height() - height) / 2;
    float[] rgb = picture.rgb();
    int plane = picture.width() * picture.height();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel = (top + y) * picture.width() + left + x;
        image.setRGB(
            x,
            y,
            level(rgb[pixel]) << 16
                | level(rgb[plane + pixel]) << 8
                | level(rgb[2 * plane + pixel]));
      }
    }
    return image;
  }

  private static int level(float sample) {
    return (int) Math.min(Math.max(Math.round((sample + 1) * 127.5), 0), 255);
  }
}
