package dev.sluice.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What a contender took.
 *
 * @param name of the contender
 * @param seconds of each round, in order
 */
public record Measured(String name, List<Double> seconds) {
  public Measured {
    seconds = List.copyOf(seconds);
  }

  /** The median of the rounds, in seconds. */
  public double median() {
    return median(seconds);
  }

  /**
   * How many times as long as another it took: the median of the ratios round by round, since a
   * noisy neighbour slows those that stand beside one another alike.
   */
  public double ratioTo(Measured other) {
    return median(
        IntStream.range(0, seconds.size())
            .mapToObj(round -> seconds.get(round) / other.seconds.get(round))
            .toList());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
