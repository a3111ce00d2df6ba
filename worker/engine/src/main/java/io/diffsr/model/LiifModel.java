package io.diffsr.model;

/**
 * A local implicit image function (Chen, Liu and Wang, "Learning Continuous Image Representation
 * with Local Implicit Image Function", CVPR 2021): features of the input's pixels, and a network
 * that answers which colour a point near such a pixel has.
 *
 * @param name folder name in the model repository
 * @param range of the encoder's input and of the query's output
 * @param tile of the encoder's input
 * @param channels of the features
 * @param unfolding what the query takes of them
 * @param largestScale beyond which the query gets cells of this scale, for it has seen none smaller
 *     in training; infinite where it takes any
 * @param pointsPerCall pixels of the result per network call; each is asked four times
 * @param executionProvider {@code cuda} or {@code cpu}
 * @param weights identifies the networks: SHA-256 of their files, in hex
 * @param encoder answers with {@code channels} at scale 1
 * @param query the implicit function
 */
public record LiifModel(
    String name,
    ValueRange range,
    NetworkTile tile,
    int channels,
    FeatureUnfolding unfolding,
    double largestScale,
    int pointsPerCall,
    String executionProvider,
    String weights,
    PictureNetwork encoder,
    PointQuery query)
    implements NetworkMethod {
  private static final int CORNERS = 4;
  private static final int NEIGHBOURS = 9;

  /** The features of all pixels, of one tile, and of the points of one call. */
  @Override
  public NetworkMemory memory() {
    long perPoint = unfolding == FeatureUnfolding.QUERY ? NEIGHBOURS * channels : channels;
    long ofTile = (long) channels * tile.edge() * tile.edge();
    long ofPoints = CORNERS * (long) pointsPerCall * perPoint;
    return new NetworkMemory(Float.BYTES * (ofTile + ofPoints), (long) Float.BYTES * channels, 0);
  }
}
