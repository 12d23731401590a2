package dev.sluice.silver;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.table.Reached;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * A batch whose rows have been judged, and not yet deduplicated. {@link #release} frees it, unless
 * it has become {@link #judged}.
 */
final class JudgedPass {
  private final JavaRDD<JudgedBlock> blocks;
  private final List<List<BlockSummary>> byPartition;
  private final BatchSummary summary;
  private final ReferenceVersions references;

  /**
   * @param references what its rows were looked up in
   */
  JudgedPass(
      JavaRDD<JudgedBlock> blocks,
      List<List<BlockSummary>> byPartition,
      ReferenceVersions references) {
    this.blocks = blocks;
    this.byPartition = byPartition;
    this.references = references;
    this.summary = BatchSummary.of(byPartition.stream().flatMap(List::stream).toList());
  }

  BatchSummary summary() {
    return summary;
  }

  /** The batch with its duplicates found. */
  Judged judged(DedupBatch.Verdicts verdicts, Reached reached, AnalyzedDataset dataset) {
    return new Judged(
        blocks,
        marks(verdicts.duplicates()),
        reached,
        summary.accounting(verdicts),
        summary.bytes(),
        summary.holes(),
        summary.maxEventMicros(),
        references,
        dataset);
  }

  /** The duplicates by partition and block, from the blocks in their order. */
  private long[][][] marks(List<BitSet> byBlock) {
    long[][][] marks = new long[byPartition.size()][][];
    int block = 0;
    for (int partition = 0; partition < marks.length; partition++) {
      marks[partition] = new long[byPartition.get(partition).size()][];
      for (int index = 0; index < marks[partition].length; index++) {
        marks[partition][index] = byBlock.get(block++).toLongArray();
      }
    }
    return marks;
  }

  void release() {
    blocks.unpersist(false);
  }
}
