package dev.sluice.silver;

import static dev.sluice.silver.ClaimPacker.ARRIVAL;
import static dev.sluice.silver.ClaimPacker.BATCH;
import static dev.sluice.silver.ClaimPacker.EPOCH;
import static dev.sluice.silver.ClaimPacker.OFFSET;
import static dev.sluice.silver.ClaimPacker.PARTITION;
import static dev.sluice.silver.ClaimPacker.ROW_BYTES;
import static dev.sluice.silver.ClaimPacker.TOPIC;

/** Bronze order of packed rows: epoch, batch, arrival, topic, partition, offset. */
final class BronzeOrder {
  private BronzeOrder() {}

  /** Compares the row at one byte of an array with the row at one byte of another. */
  static int compare(byte[] left, int leftAt, byte[] right, int rightAt) {
    int order = compareLong(left, leftAt + EPOCH, right, rightAt + EPOCH);
    if (order == 0) {
      order = compareLong(left, leftAt + BATCH, right, rightAt + BATCH);
    }
    if (order == 0) {
      order = compareLong(left, leftAt + ARRIVAL, right, rightAt + ARRIVAL);
    }
    if (order == 0) {
      order = compareInt(left, leftAt + TOPIC, right, rightAt + TOPIC);
    }
    if (order == 0) {
      order = compareInt(left, leftAt + PARTITION, right, rightAt + PARTITION);
    }
    if (order == 0) {
      order = compareLong(left, leftAt + OFFSET, right, rightAt + OFFSET);
    }
    return order;
  }

  /** Positions of the rows in bronze order. */
  static int[] of(byte[] rows) {
    int[] order = new int[rows.length / ROW_BYTES];
    for (int position = 0; position < order.length; position++) {
      order[position] = position;
    }
    // The JDK sorts no int[] by a comparator, and boxing every position costs more than sorting.
    int[] spare = new int[order.length];
    for (int width = 1; width < order.length; width *= 2) {
      mergeRuns(rows, order, spare, width);
      int[] merged = spare;
      spare = order;
      order = merged;
    }
    return order;
  }

  private static void mergeRuns(byte[] rows, int[] from, int[] to, int width) {
    for (int start = 0; start < from.length; start += 2 * width) {
      int middle = Math.min(start + width, from.length);
      int end = Math.min(start + 2 * width, from.length);
      if (middle == end || inOrder(rows, from[middle - 1], from[middle])) {
        System.arraycopy(from, start, to, start, end - start);
      } else {
        merge(rows, from, to, start, middle, end);
      }
    }
  }

  private static void merge(byte[] rows, int[] from, int[] to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int at = start; at < end; at++) {
      boolean takesLeft = right == end || (left < middle && inOrder(rows, from[left], from[right]));
      to[at] = takesLeft ? from[left++] : from[right++];
    }
  }

  private static boolean inOrder(byte[] rows, int first, int second) {
    return compare(rows, first * ROW_BYTES, rows, second * ROW_BYTES) <= 0;
  }

  private static int compareLong(byte[] left, int leftAt, byte[] right, int rightAt) {
    return Long.compare(PackedBytes.longAt(left, leftAt), PackedBytes.longAt(right, rightAt));
  }

  private static int compareInt(byte[] left, int leftAt, byte[] right, int rightAt) {
    return Integer.compare(PackedBytes.intAt(left, leftAt), PackedBytes.intAt(right, rightAt));
  }
}
