package dev.sluice.examples.truth;

import java.util.Comparator;

/** Where a record lies in Kafka, as acknowledged. */
public record Coordinates(String topic, int partition, long offset)
    implements Comparable<Coordinates> {
  private static final Comparator<Coordinates> ORDER =
      Comparator.comparing(Coordinates::topic)
          .thenComparing(Coordinates::partition)
          .thenComparing(Coordinates::offset);

  @Override
  public int compareTo(Coordinates other) {
    return ORDER.compare(this, other);
  }
}
