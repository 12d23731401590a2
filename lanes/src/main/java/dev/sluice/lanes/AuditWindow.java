package dev.sluice.lanes;

import dev.sluice.common.table.FileSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A span of arrival times, in micros since 1970, that an audit looks at in one pass; a row is
 * compared with those of its window and of the bound before it.
 *
 * @param to exclusive
 */
record AuditWindow(long from, long to) {
  private static final long DAY = TimeUnit.DAYS.toMicros(1);

  /**
   * The windows in which a row of a file that is new could repeat, or be repeated by, a row of any.
   * Files that are not new and nowhere near are not read.
   *
   * @param files all that the table has
   * @param newSince files written since then are new
   * @param within how far apart a row and its duplicate arrive at most
   * @param rows about so many rows a window; one of a day, or of the bound if that is longer, may
   *     have more
   */
  static List<AuditWindow> of(List<FileSpan> files, Instant newSince, Duration within, long rows) {
    long bound = TimeUnit.NANOSECONDS.toMicros(within.toNanos());
    long unit = Math.max(DAY, bound);
    NavigableMap<Long, Long> rowsByUnit = new TreeMap<>();
    NavigableMap<Long, Long> touched = new TreeMap<>();
    for (FileSpan file : files) {
      rowsByUnit.merge(Math.floorDiv(file.first(), unit), file.rows(), Long::sum);
      if (!file.written().isBefore(newSince)) {
        touched.merge(
            Math.floorDiv(file.first(), unit), Math.floorDiv(file.last() + bound, unit), Math::max);
      }
    }
    List<AuditWindow> windows = new ArrayList<>();
    for (Map.Entry<Long, Long> range : joined(touched).entrySet()) {
      split(range.getKey(), range.getValue(), rowsByUnit, rows)
          .forEach((first, last) -> windows.add(new AuditWindow(first * unit, (last + 1) * unit)));
    }
    return windows;
  }

  /** Ranges of units, first to last, of which none overlaps or continues another. */
  private static NavigableMap<Long, Long> joined(NavigableMap<Long, Long> ranges) {
    NavigableMap<Long, Long> joined = new TreeMap<>();
    ranges.forEach(
        (first, last) -> {
          Map.Entry<Long, Long> before = joined.lastEntry();
          if (before != null && first <= before.getValue() + 1) {
            joined.put(before.getKey(), Math.max(before.getValue(), last));
          } else {
            joined.put(first, last);
          }
        });
    return joined;
  }

  private static NavigableMap<Long, Long> split(
      long first, long last, NavigableMap<Long, Long> rowsByUnit, long most) {
    NavigableMap<Long, Long> parts = new TreeMap<>();
    long start = first;
    long rows = 0;
    for (Map.Entry<Long, Long> unit : rowsByUnit.subMap(first, true, last, true).entrySet()) {
      if (rows > 0 && rows + unit.getValue() > most) {
        parts.put(start, unit.getKey() - 1);
        start = unit.getKey();
        rows = 0;
      }
      rows += unit.getValue();
    }
    parts.put(start, last);
    return parts;
  }
}
