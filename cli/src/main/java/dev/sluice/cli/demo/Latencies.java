package dev.sluice.cli.demo;

import dev.sluice.examples.expected.ExpectedAggregate;
import dev.sluice.examples.expected.GoldRow;
import dev.sluice.examples.expected.HotKeys;
import dev.sluice.examples.expected.SilverRow;
import dev.sluice.examples.truth.Coordinates;
import dev.sluice.examples.truth.TruthRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * How long each event took, from the producer's clock to where a reader finds it: for tables the
 * commit that holds it, for Redis what the probe saw. Events of the warm-up are left out.
 */
final class Latencies {
  private final Map<Coordinates, TruthRecord> sent;
  private final Instant from;

  Latencies(List<TruthRecord> truth, Instant from) {
    this.sent = new HashMap<>();
    truth.forEach(record -> sent.put(record.coordinates(), record));
    this.from = from;
  }

  /** Of every record sent, until the first commit that reaches past it. */
  Percentiles ofAll(CommitTimes commits) {
    return ofRecords(sent.values().stream().toList(), commits);
  }

  /** Of the rows that silver must have. */
  Percentiles ofSilver(List<SilverRow> silver, CommitTimes commits) {
    return ofRecords(silver.stream().map(this::record).toList(), commits);
  }

  private Percentiles ofRecords(List<TruthRecord> records, CommitTimes commits) {
    return Percentiles.of(
        records.stream()
            .filter(this::isMeasured)
            .flatMapToLong(
                record ->
                    commits
                        .visible(record.coordinates())
                        .map(at -> LongStream.of(millis(record, at)))
                        .orElse(LongStream.empty()))
            .toArray());
  }

  /** Of the rows of a hot aggregate: the k-th event of a key is visible when its count is k. */
  Percentiles ofHot(
      ExpectedAggregate aggregate, List<SilverRow> silver, Map<String, TreeMap<Long, Long>> seen) {
    List<Long> latencies = new ArrayList<>();
    byKey(aggregate, silver)
        .forEach(
            (key, records) -> {
              TreeMap<Long, Long> counts = seen.getOrDefault(key, new TreeMap<>());
              for (int index = 0; index < records.size(); index++) {
                TruthRecord record = records.get(index);
                Optional<Long> at =
                    Optional.ofNullable(counts.ceilingEntry(index + 1L)).map(Map.Entry::getValue);
                if (isMeasured(record) && at.isPresent()) {
                  latencies.add(at.get() - record.sentAt().toEpochMilli());
                }
              }
            });
    return Percentiles.of(latencies.stream().mapToLong(Long::longValue).toArray());
  }

  /** The events of each key in order of arrival; late ones count too, but nobody polls for them. */
  private Map<String, List<TruthRecord>> byKey(
      ExpectedAggregate aggregate, List<SilverRow> silver) {
    HotKeys keys = aggregate.hot().orElseThrow();
    Map<String, List<TruthRecord>> records = new HashMap<>();
    if (aggregate.rows().isEmpty()) {
      return records;
    }
    GoldRow shape = aggregate.rows().get(0);
    long windowSeconds = ChronoUnit.SECONDS.between(shape.windowStart(), shape.windowEnd());
    for (SilverRow row : silver) {
      Map<String, String> group = new HashMap<>();
      for (String column : shape.group().keySet()) {
        Object value = row.fields().get(column);
        group.put(column, value == null ? null : value.toString());
      }
      long start = Math.floorDiv(row.eventTime().getEpochSecond(), windowSeconds) * windowSeconds;
      Instant window = Instant.ofEpochSecond(start);
      String key =
          keys.keyOf(new GoldRow(window, window.plusSeconds(windowSeconds), group, Map.of(), 0));
      records.computeIfAbsent(key, k -> new ArrayList<>()).add(record(row));
    }
    records.values().forEach(events -> events.sort(Comparator.comparing(TruthRecord::timestamp)));
    return records;
  }

  private TruthRecord record(SilverRow row) {
    return sent.get(row.coordinates().get(0));
  }

  private boolean isMeasured(TruthRecord record) {
    return !record.sentAt().isBefore(from);
  }

  private static long millis(TruthRecord record, Instant at) {
    return ChronoUnit.MILLIS.between(record.sentAt(), at);
  }
}
