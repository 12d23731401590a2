package dev.sluice.examples.clickstream;

import dev.sluice.examples.generate.EventSource;
import dev.sluice.examples.generate.Planned;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * The endless clickstream of a seed: its content and order depend on the seed and the rate only.
 * Repeats take their place among the others, so the rate counts them too.
 */
final class ClickSequence implements EventSource {
  private static final double NANOS = 1e9;
  private static final int REPEATS =
      ClickKind.REPEATED + ClickKind.REPEATED_ELSEWHERE + ClickKind.REPEATED_OTHERWISE;

  private final SplittableRandom random;
  private final ClickDraw draw;
  private final double rate;
  private final PriorityQueue<PlannedClick> repeats =
      new PriorityQueue<>(Comparator.comparing(PlannedClick::due));
  private long index;

  ClickSequence(long seed, double rate) {
    this.random = new SplittableRandom(seed);
    this.draw = new ClickDraw(random);
    this.rate = rate;
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public PlannedClick next() {
    Duration due = Duration.ofNanos(Math.round(index++ / rate * NANOS));
    PlannedClick repeat = repeats.peek();
    if (repeat != null && repeat.due().compareTo(due) <= 0) {
      return repeats.remove();
    }
    return original(due);
  }

  private PlannedClick original(Duration due) {
    ClickKind kind = ClickKind.at(random.nextInt(ClickKind.WHOLE));
    PlannedClick.Original original =
        new PlannedClick.Original(due, kind, draw.click(kind), draw.shift(kind), random.nextInt());
    int point = random.nextInt(ClickKind.WHOLE);
    if (kind.isGood() && point < REPEATS) {
      repeats.add(repeat(original, point));
    }
    return original;
  }

  private PlannedClick repeat(PlannedClick.Original original, int point) {
    if (point < ClickKind.REPEATED) {
      return new PlannedClick.Repeat(later(original, 300, 3_000), ClickKind.DUPLICATE, original);
    }
    if (point < ClickKind.REPEATED + ClickKind.REPEATED_ELSEWHERE) {
      // Long enough that the original has been judged, as a rule: a batch takes a fraction of it.
      return new PlannedClick.Repeat(
          later(original, 4_000, 8_000), ClickKind.DUPLICATE_ELSEWHERE, original);
    }
    return new PlannedClick.Conflict(later(original, 300, 3_000), original, otherPrice(original));
  }

  private Duration later(Planned original, int fromMillis, int toMillis) {
    return original.due().plusMillis(random.nextInt(fromMillis, toMillis));
  }

  private BigDecimal otherPrice(PlannedClick.Original original) {
    BigDecimal price = draw.price();
    return price.compareTo(original.draft().price()) == 0 ? price.add(BigDecimal.ONE) : price;
  }

  @Override
  public void close() {}
}
