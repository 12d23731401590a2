package dev.sluice.examples.clickstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.examples.expected.Counts;
import dev.sluice.examples.expected.Expected;
import dev.sluice.examples.expected.ExpectedAggregate;
import dev.sluice.examples.expected.GoldRow;
import dev.sluice.examples.generate.Outgoing;
import dev.sluice.examples.truth.Coordinates;
import dev.sluice.examples.truth.TruthWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the generator means by its events is what the oracle makes of them. */
class ClickstreamVerdictsTest {
  private static final int SENT = 40_000;
  private static final int PARTITIONS = 4;
  private static final int TO_THE_BROKER_MILLIS = 7;
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;
  private final Map<ClickKind, Long> meant = new EnumMap<>(ClickKind.class);
  private Expected expected;

  @BeforeEach
  void sendToAPretendedBroker() throws IOException {
    Path file = folder.resolve("truth.jsonl");
    long[] offsets = new long[PARTITIONS];
    ClickSequence sequence = new ClickSequence(42, 1_000);
    try (TruthWriter truth = new TruthWriter(file)) {
      for (int i = 0; i < SENT; i++) {
        PlannedClick planned = sequence.next();
        meant.merge(planned.kind(), 1L, Long::sum);
        Instant sentAt = START.plus(planned.due());
        Outgoing click = planned.at(sentAt);
        int partition = Math.floorMod(Arrays.hashCode(click.message().key()), PARTITIONS);
        Coordinates at = new Coordinates("shop.clicks", partition, offsets[partition]++);
        long arrival = sentAt.toEpochMilli() + TO_THE_BROKER_MILLIS;
        truth.append(i, click.label(), at, arrival, sentAt, click.message().value());
      }
    }
    expected = ClickstreamOracle.of(file);
  }

  @Test
  void theOracleAgreesWithTheIntentions() {
    Counts counts = expected.counts();
    TreeMap<String, Long> reasons = new TreeMap<>();
    meant.forEach(
        (kind, count) -> kind.reason().ifPresent(why -> reasons.merge(why, count, Long::sum)));
    assertThat(counts.sent()).isEqualTo(SENT);
    assertThat(counts.quarantinedByReason()).isEqualTo(reasons);
    assertThat(counts.filtered()).isEqualTo(meant.get(ClickKind.BOT));
    assertThat(counts.idConflict()).isEqualTo(meant.get(ClickKind.ID_CONFLICT));
    assertThat(counts.duplicate())
        .isEqualTo(
            meant.get(ClickKind.ID_CONFLICT)
                + meant.get(ClickKind.DUPLICATE)
                + meant.get(ClickKind.DUPLICATE_ELSEWHERE));
    assertThat(counts.late()).isEqualTo(meant.get(ClickKind.LATE) + meant.get(ClickKind.DAYS_LATE));
    assertThat(counts.warned()).isEqualTo(meant.get(ClickKind.UNKNOWN_COUNTRY));
    assertThat(counts.good() + counts.duplicate() + counts.quarantined() + counts.filtered())
        .isEqualTo(SENT);
  }

  @Test
  void everyGoodClickIsInEveryAggregate() {
    for (ExpectedAggregate aggregate : expected.aggregates()) {
      String rows = aggregate.name().startsWith("sales") ? "orders" : "views";
      assertThat(aggregate.rows().stream().mapToLong(row -> (long) row.measures().get(rows)).sum())
          .isEqualTo(expected.counts().good());
      assertThat(aggregate.rows().stream().mapToLong(GoldRow::lateRows).sum())
          .isEqualTo(expected.counts().late());
      assertThat(aggregate.rows().stream().map(aggregate.hot().orElseThrow()::keyOf))
          .doesNotHaveDuplicates();
    }
  }
}
