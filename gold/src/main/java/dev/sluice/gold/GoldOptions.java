package dev.sluice.gold;

/**
 * What gold may hold in the driver, for each aggregate.
 *
 * @param maxDriverRows most rows of one range's partial, or of the partitions it touches, that are
 *     merged in the driver; beyond it executors merge
 * @param maxCachedRows most rows of gold kept between commits
 */
record GoldOptions(int maxDriverRows, int maxCachedRows) {
  static final GoldOptions DEFAULT = new GoldOptions(200_000, 200_000);
}
