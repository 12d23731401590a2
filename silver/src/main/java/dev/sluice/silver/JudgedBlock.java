package dev.sluice.silver;

import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/**
 * Judged rows of one partition packed into bytes, about a megabyte of them, with what the driver
 * needs to know. Spark keeps blocks until their flush: as objects the rows would cost more in
 * measuring their memory than in judging them (a profile gave that 42 % of all processor time).
 *
 * <p>A row is a header of 8 bytes (verdict, size of bronze), the bronze row, and unless it is
 * filtered a header of 8 bytes (size, nothing) and either the silver row or the problem: reason,
 * rule, detail. All rows are {@link UnsafeRow}s, whose sizes are multiples of 8.
 */
final class JudgedBlock implements Serializable {
  private static final long serialVersionUID = 1L;
  static final int HEADER = 8;
  static final int PROBLEM_FIELDS = 3;

  /** The failed rules among the fields of a problem. */
  static final int RULE = 1;

  private final byte[] bytes;
  private final int bronzeFields;
  private final int silverFields;
  private final BlockSummary summary;

  JudgedBlock(byte[] bytes, int bronzeFields, int silverFields, BlockSummary summary) {
    this.bytes = bytes;
    this.bronzeFields = bronzeFields;
    this.silverFields = silverFields;
    this.summary = summary;
  }

  BlockSummary summary() {
    return summary;
  }

  /** All rows as read. */
  Iterator<InternalRow> bronze() {
    return new Cursor() {
      @Override
      InternalRow select() {
        return row(bronzeAt, bronzeSize, bronzeFields);
      }
    };
  }

  /** The rows for silver: the good ones but for those whose position among them is marked. */
  Iterator<InternalRow> good(long[] duplicates) {
    return new Cursor() {
      private int position = -1;

      @Override
      InternalRow select() {
        if (verdict != Verdict.GOOD) {
          return null;
        }
        position++;
        return isMarked(duplicates, position) ? null : row(otherAt, otherSize, silverFields);
      }
    };
  }

  /** The rows for quarantine: a bronze row and its problem. */
  Iterator<Quarantined> quarantined() {
    Cursor cursor =
        new Cursor() {
          @Override
          InternalRow select() {
            return verdict == Verdict.QUARANTINED ? row(bronzeAt, bronzeSize, bronzeFields) : null;
          }
        };
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return cursor.hasNext();
      }

      @Override
      public Quarantined next() {
        InternalRow problem = cursor.nextProblem();
        return new Quarantined(cursor.next(), problem);
      }
    };
  }

  /** Where every row went, as {@link RowOutcome} has it. */
  Iterator<InternalRow> outcomes(long[] duplicates) {
    return new Cursor() {
      private int position = -1;

      @Override
      InternalRow select() {
        InternalRow bronze = row(bronzeAt, bronzeSize, bronzeFields);
        if (verdict == Verdict.QUARANTINED) {
          return RowOutcome.refused(bronze, row(otherAt, otherSize, PROBLEM_FIELDS));
        }
        if (verdict == Verdict.FILTERED) {
          return RowOutcome.of(bronze, RowOutcome.FILTERED);
        }
        position++;
        return RowOutcome.of(
            bronze, isMarked(duplicates, position) ? RowOutcome.DUPLICATE : RowOutcome.GOOD);
      }
    };
  }

  /** A row of bronze and why it is bad: reason, rule, detail. */
  record Quarantined(InternalRow bronze, InternalRow problem) {}

  private static boolean isMarked(long[] marks, int position) {
    int word = position >> 6;
    return word < marks.length && (marks[word] & (1L << position)) != 0;
  }

  private UnsafeRow row(int at, int size, int fields) {
    UnsafeRow row = new UnsafeRow(fields);
    row.pointTo(bytes, (long) Platform.BYTE_ARRAY_OFFSET + at, size);
    return row;
  }

  private int intAt(int at) {
    return Platform.getInt(bytes, (long) Platform.BYTE_ARRAY_OFFSET + at);
  }

  /** Walks the rows and gives what {@link #select} makes of those it wants. */
  private abstract class Cursor implements Iterator<InternalRow> {
    private static final Verdict[] VERDICTS = Verdict.values();

    Verdict verdict;
    int bronzeAt;
    int bronzeSize;
    int otherAt;
    int otherSize;
    private int at;
    private boolean started;
    private InternalRow next;
    private UnsafeRow nextProblem;

    /** What the row at hand contributes; null for nothing. */
    abstract InternalRow select();

    private void advance() {
      next = null;
      while (next == null && at < bytes.length) {
        read();
        next = select();
      }
      if (next != null && verdict == Verdict.QUARANTINED) {
        nextProblem = row(otherAt, otherSize, PROBLEM_FIELDS);
      }
    }

    private void read() {
      verdict = VERDICTS[intAt(at)];
      bronzeSize = intAt(at + 4);
      bronzeAt = at + HEADER;
      at = bronzeAt + bronzeSize;
      if (verdict != Verdict.FILTERED) {
        otherSize = intAt(at);
        otherAt = at + HEADER;
        at = otherAt + otherSize;
      }
    }

    @Override
    public boolean hasNext() {
      if (!started) {
        started = true;
        advance();
      }
      return next != null;
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      InternalRow row = next;
      advance();
      return row;
    }

    /** The problem of the row that {@link #next} will give. */
    InternalRow nextProblem() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return nextProblem;
    }
  }
}
