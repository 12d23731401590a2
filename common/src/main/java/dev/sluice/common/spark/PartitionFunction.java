package dev.sluice.common.spark;

import java.io.Serializable;
import java.util.Iterator;

/**
 * What a task does with the rows of one partition.
 *
 * @param <T> what it reads
 * @param <U> what it makes
 */
@FunctionalInterface
public interface PartitionFunction<T, U> extends Serializable {
  /** Reads a partition, lazily; called once per task. */
  Iterator<U> apply(int partition, Iterator<T> rows);
}
