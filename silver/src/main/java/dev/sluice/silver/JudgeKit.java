package dev.sluice.silver;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * What one task needs to judge rows and to pack their claims. Compiling its expressions costs more
 * than a small batch, so kits wait in the executor for the next task of their program.
 */
final class JudgeKit {
  /**
   * Kits that no task uses, by program. A program is forgotten with its lane ({@link #forget}); on
   * executors without the driver it goes with the process.
   */
  private static final ConcurrentHashMap<String, Queue<JudgeKit>> IDLE = new ConcurrentHashMap<>();

  private final RowJudge judge;
  private final Fingerprint key;
  private final UnsafeProjection payload;
  private final BlockWriter writer = new BlockWriter();

  private JudgeKit(JudgeProgram program) {
    StructType silver = program.silverSchema();
    this.judge = new RowJudge(program);
    this.key = new Fingerprint(silver, program.dedupKey());
    this.payload = UnsafeProjection.create(columns(silver, program.payload()));
  }

  private static scala.collection.Seq<Expression> columns(
      StructType silver, List<Integer> ordinals) {
    List<Expression> columns =
        ordinals.stream()
            .<Expression>map(
                ordinal -> new BoundReference(ordinal, silver.fields()[ordinal].dataType(), true))
            .toList();
    return JavaConverters.asScalaBuffer(columns).toSeq();
  }

  /** A kit for one task; {@link #release} gives it back. */
  static JudgeKit borrow(JudgeProgram program) {
    JudgeKit idle = idle(program).poll();
    return idle == null ? new JudgeKit(program) : idle;
  }

  void release(JudgeProgram program) {
    idle(program).add(this);
  }

  static void forget(JudgeProgram program) {
    IDLE.remove(program.id());
  }

  private static Queue<JudgeKit> idle(JudgeProgram program) {
    return IDLE.computeIfAbsent(program.id(), id -> new ConcurrentLinkedQueue<>());
  }

  RowJudge judge() {
    return judge;
  }

  Fingerprint key() {
    return key;
  }

  UnsafeProjection payload() {
    return payload;
  }

  BlockWriter writer() {
    return writer;
  }
}
