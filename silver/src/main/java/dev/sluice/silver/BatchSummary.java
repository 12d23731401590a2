package dev.sluice.silver;

import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.silver.PartitionSummary.Coverage;
import dev.sluice.silver.PartitionSummary.SourcePartition;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the driver knows of a judged batch: the summaries of its partitions taken together. */
record BatchSummary(List<PartitionSummary> partitions, Map<SourcePartition, Coverage> coverage) {

  static BatchSummary of(List<PartitionSummary> partitions) {
    Map<SourcePartition, Coverage> coverage = new HashMap<>();
    for (PartitionSummary partition : partitions) {
      partition.coverage().forEach((source, part) -> coverage.merge(source, part, Coverage::plus));
    }
    return new BatchSummary(partitions, coverage);
  }

  /** The packed claims, by Spark partition. */
  List<byte[]> claims() {
    return partitions.stream().map(PartitionSummary::claims).toList();
  }

  /** The newest arrival of each partition of the source. */
  ArrivalFrontier frontier() {
    ArrivalFrontier frontier = ArrivalFrontier.NONE;
    for (Map.Entry<SourcePartition, Coverage> entry : coverage.entrySet()) {
      SourcePartition source = entry.getKey();
      frontier =
          frontier.with(source.topic(), source.partition(), entry.getValue().maxArrivalMicros());
    }
    return frontier;
  }

  /** Offsets between the first and the last record of each partition that gave no record. */
  long holes() {
    return coverage.values().stream()
        .mapToLong(part -> part.lastOffset() - part.firstOffset() + 1 - part.records())
        .sum();
  }

  long bytes() {
    return partitions.stream().mapToLong(PartitionSummary::bytes).sum();
  }

  long maxEventMicros() {
    return partitions.stream()
        .mapToLong(PartitionSummary::maxEventMicros)
        .max()
        .orElse(Long.MIN_VALUE);
  }

  /** The counts, with the duplicates taken out of the good rows. */
  Accounting accounting(DedupBatch.Verdicts verdicts) {
    Accounting all =
        partitions.stream()
            .map(PartitionSummary::accounting)
            .reduce(Accounting.EMPTY, Accounting::plus);
    return new Accounting(
        all.read(),
        all.good() - verdicts.duplicateRows(),
        verdicts.duplicateRows(),
        all.quarantined(),
        all.filtered(),
        kept(PartitionSummary::late, verdicts),
        verdicts.conflictRows(),
        kept(PartitionSummary::warned, verdicts),
        all.reasons());
  }

  /** How many of the marked good rows are not duplicates. */
  private long kept(Function<PartitionSummary, BitSet> marked, DedupBatch.Verdicts verdicts) {
    long kept = 0;
    for (int i = 0; i < partitions.size(); i++) {
      BitSet rows = (BitSet) marked.apply(partitions.get(i)).clone();
      rows.andNot(verdicts.duplicates().get(i));
      kept += rows.cardinality();
    }
    return kept;
  }
}
