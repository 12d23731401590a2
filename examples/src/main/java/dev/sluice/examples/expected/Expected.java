package dev.sluice.examples.expected;

import java.util.List;

/** What must come out of everything a truth file says was sent. */
public record Expected(Counts counts, List<ExpectedAggregate> aggregates) {
  public Expected {
    aggregates = List.copyOf(aggregates);
  }

  /** The aggregate of that name. */
  public ExpectedAggregate aggregate(String name) {
    return aggregates.stream()
        .filter(aggregate -> aggregate.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No such aggregate: " + name));
  }
}
