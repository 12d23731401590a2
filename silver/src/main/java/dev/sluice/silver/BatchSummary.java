package dev.sluice.silver;

import dev.sluice.common.table.Accounting;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.silver.BlockSummary.Coverage;
import dev.sluice.silver.BlockSummary.SourcePartition;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the driver knows of a judged batch: the summaries of its blocks taken together. */
record BatchSummary(List<BlockSummary> blocks, Map<SourcePartition, Coverage> coverage) {

  static BatchSummary of(List<BlockSummary> blocks) {
    Map<SourcePartition, Coverage> coverage = new HashMap<>();
    for (BlockSummary block : blocks) {
      block.coverage().forEach((source, part) -> coverage.merge(source, part, Coverage::plus));
    }
    return new BatchSummary(blocks, coverage);
  }

  /** The claims, by block. */
  List<Claims> claims() {
    return blocks.stream().map(BlockSummary::claims).toList();
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

  /** Schema ids that the registry has to be asked for before the batch can be judged. */
  Set<Integer> missingSchemas() {
    return blocks.stream()
        .flatMap(block -> block.missingSchemas().stream())
        .collect(Collectors.toSet());
  }

  long bytes() {
    return blocks.stream().mapToLong(BlockSummary::bytes).sum();
  }

  long maxEventMicros() {
    return blocks.stream().mapToLong(BlockSummary::maxEventMicros).max().orElse(Long.MIN_VALUE);
  }

  /** The counts before deduplication. */
  Accounting accounting() {
    return blocks.stream().map(BlockSummary::accounting).reduce(Accounting.EMPTY, Accounting::plus);
  }

  /** The counts, with the duplicates taken out of the good rows. */
  Accounting accounting(DedupBatch.Verdicts verdicts) {
    Accounting all = accounting();
    return new Accounting(
        all.read(),
        all.good() - verdicts.duplicateRows(),
        verdicts.duplicateRows(),
        all.quarantined(),
        all.filtered(),
        kept(BlockSummary::late, verdicts),
        verdicts.conflictRows(),
        kept(BlockSummary::warned, verdicts),
        all.reasons(),
        all.rules());
  }

  /** How many of the marked good rows are not duplicates. */
  private long kept(Function<BlockSummary, BitSet> marked, DedupBatch.Verdicts verdicts) {
    long kept = 0;
    for (int i = 0; i < blocks.size(); i++) {
      BitSet rows = (BitSet) marked.apply(blocks.get(i)).clone();
      rows.andNot(verdicts.duplicates().get(i));
      kept += rows.cardinality();
    }
    return kept;
  }
}
