package io.diffsr.consistency;

import io.diffsr.picture.Orientation;
import io.diffsr.picture.jpeg.JpegCoefficients;
import io.diffsr.picture.jpeg.JpegPlane;

/**
 * The pictures that a JPEG encoder turns into the coefficients of a file: luma and both colour
 * differences of JFIF (ITU-T T.871), the latter shrunk by their sampling factors as encoders do, by
 * the mean of neighbours. The original of the file is one of them; what it decodes to is another.
 *
 * @param file its coefficients
 * @param orientation how its pixels lie with respect to the upright picture
 */
record JpegCells(JpegCoefficients file, Orientation orientation) implements InputSet {
  private static final int CHANNELS = 3;
  private static final double LEVELS = 127.5;
  private static final double MIDDLE = 128;
  private static final double RED = 0.299;
  private static final double BLUE = 0.114;
  private static final double GREEN = 1 - RED - BLUE;

  @Override
  public float[] nearest(float[] low) {
    float[][] planes = planes(low);
    for (int c = 0; c < file.planes().size(); c++) {
      project(planes[c], file.planes().get(c));
    }
    return colours(planes);
  }

  @Override
  public boolean holds(float[] low) {
    return departure(low).outside() == 0;
  }

  /** How far a picture is from this set. */
  CellDeparture departure(float[] low) {
    float[][] planes = planes(low);
    CellDeparture all = CellDeparture.NONE;
    for (int c = 0; c < file.planes().size(); c++) {
      JpegPlane plane = file.planes().get(c);
      all = all.plus(cells(plane).departure(shrunk(planes[c], plane)));
    }
    return all;
  }

  /** As stored: luma, or luma, blue and red difference; levels around 0. */
  private float[][] planes(float[] rgb) {
    int pixels = file.width() * file.height();
    float[][] planes = new float[CHANNELS][pixels];
    for (int i = 0; i < pixels; i++) {
      int stored = stored(i);
      double red = (rgb[i] + 1) * LEVELS;
      double green = (rgb[pixels + i] + 1) * LEVELS;
      double blue = (rgb[2 * pixels + i] + 1) * LEVELS;
      double luma = RED * red + GREEN * green + BLUE * blue;
      planes[0][stored] = (float) (luma - MIDDLE);
      planes[1][stored] = (float) ((blue - luma) / (2 * (1 - BLUE)));
      planes[2][stored] = (float) ((red - luma) / (2 * (1 - RED)));
    }
    return planes;
  }

  private float[] colours(float[][] planes) {
    int pixels = file.width() * file.height();
    boolean grey = file.planes().size() == 1;
    float[] rgb = new float[CHANNELS * pixels];
    for (int i = 0; i < pixels; i++) {
      int stored = stored(i);
      double luma = planes[0][stored] + MIDDLE;
      double red = grey ? luma : luma + 2 * (1 - RED) * planes[2][stored];
      double blue = grey ? luma : luma + 2 * (1 - BLUE) * planes[1][stored];
      double green = grey ? luma : (luma - RED * red - BLUE * blue) / GREEN;
      rgb[i] = (float) (red / LEVELS - 1);
      rgb[pixels + i] = (float) (green / LEVELS - 1);
      rgb[2 * pixels + i] = (float) (blue / LEVELS - 1);
    }
    return rgb;
  }

  private int stored(int upright) {
    if (orientation == Orientation.UPRIGHT) {
      return upright;
    }
    int width = orientation.swapsAxes() ? file.height() : file.width();
    return orientation.storedIndex(upright % width, upright / width, file.width(), file.height());
  }

  private int across(JpegPlane plane) {
    return file.mostHorizontal() / plane.horizontal();
  }

  private int down(JpegPlane plane) {
    return file.mostVertical() / plane.vertical();
  }

  private PlaneCells cells(JpegPlane plane) {
    return new PlaneCells(
        plane,
        (file.width() + across(plane) - 1) / across(plane),
        (file.height() + down(plane) - 1) / down(plane));
  }

  /** The pseudo-inverse of a mean of neighbours gives each of them what the mean lacks. */
  private void project(float[] samples, JpegPlane plane) {
    int across = across(plane);
    int down = down(plane);
    PlaneCells cells = cells(plane);
    if (across == 1 && down == 1) {
      cells.project(samples);
      return;
    }
    float[] before = shrunk(samples, plane);
    float[] after = before.clone();
    cells.project(after);
    for (int i = 0; i < samples.length; i++) {
      int place = i / file.width() / down * cells.width() + i % file.width() / across;
      samples[i] += after[place] - before[place];
    }
  }

  private float[] shrunk(float[] samples, JpegPlane plane) {
    int across = across(plane);
    int down = down(plane);
    if (across == 1 && down == 1) {
      return samples;
    }
    PlaneCells cells = cells(plane);
    float[] shrunk = new float[cells.width() * cells.height()];
    for (int i = 0; i < shrunk.length; i++) {
      int left = i % cells.width() * across;
      int top = i / cells.width() * down;
      double sum = 0;
      for (int y = 0; y < down; y++) {
        int row = Math.min(top + y, file.height() - 1) * file.width();
        for (int x = 0; x < across; x++) {
          sum += samples[row + Math.min(left + x, file.width() - 1)];
        }
      }
      shrunk[i] = (float) (sum / (across * down));
    }
    return shrunk;
  }
}
