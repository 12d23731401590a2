package dev.sluice.silver;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;

/** Judges the rows of one partition, on an executor. */
final class JudgeTask implements FlatMapFunction<Iterator<InternalRow>, JudgedRow> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<JudgeProgram> program;

  JudgeTask(Broadcast<JudgeProgram> program) {
    this.program = program;
  }

  @Override
  public Iterator<JudgedRow> call(Iterator<InternalRow> bronze) {
    JudgeKit kit = JudgeKit.borrow(program.value());
    return new Iterator<>() {
      private boolean released;

      @Override
      public boolean hasNext() {
        boolean more = bronze.hasNext();
        if (!more && !released) {
          released = true;
          kit.release(program.value());
        }
        return more;
      }

      @Override
      public JudgedRow next() {
        if (released) {
          throw new NoSuchElementException();
        }
        return kit.judge().judge(bronze.next());
      }
    };
  }
}
