package dev.sluice.silver;

import dev.sluice.common.spark.PartitionFunction;
import dev.sluice.common.table.BronzeTable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;

/** Judges the rows of one partition and packs them into blocks, on an executor. */
final class JudgeTask implements PartitionFunction<InternalRow, JudgedBlock> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<JudgeProgram> program;
  private final Broadcast<SchemaBook> schemas;
  private final Broadcast<ReferenceBook> references;

  JudgeTask(
      Broadcast<JudgeProgram> program,
      Broadcast<SchemaBook> schemas,
      Broadcast<ReferenceBook> references) {
    this.program = program;
    this.schemas = schemas;
    this.references = references;
  }

  @Override
  public Iterator<JudgedBlock> apply(int partition, Iterator<InternalRow> bronze) {
    return new Blocks(program.value(), schemas.value(), references.value(), bronze);
  }

  private static final class Blocks implements Iterator<JudgedBlock> {
    private final JudgeProgram program;
    private final SchemaBook schemas;
    private final ReferenceBook references;
    private final Iterator<InternalRow> bronze;

    Blocks(
        JudgeProgram program,
        SchemaBook schemas,
        ReferenceBook references,
        Iterator<InternalRow> bronze) {
      this.program = program;
      this.schemas = schemas;
      this.references = references;
      this.bronze = bronze;
    }

    @Override
    public boolean hasNext() {
      return bronze.hasNext();
    }

    @Override
    public JudgedBlock next() {
      if (!bronze.hasNext()) {
        throw new NoSuchElementException();
      }
      JudgeKit kit = JudgeKit.borrow(program);
      kit.judge().use(schemas);
      kit.judge().use(references);
      BlockCount count = new BlockCount(program, kit);
      while (bronze.hasNext() && !kit.writer().isFull()) {
        JudgedRow row = kit.judge().judge(bronze.next());
        count.add(row);
        kit.writer().add(row);
      }
      JudgedBlock block =
          new JudgedBlock(
              kit.writer().take(),
              BronzeTable.SCHEMA.length(),
              program.silverSchema().length(),
              count.summary());
      kit.release(program);
      return block;
    }
  }
}
