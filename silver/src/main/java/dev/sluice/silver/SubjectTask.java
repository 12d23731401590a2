package dev.sluice.silver;

import dev.sluice.common.spark.PartitionFunction;
import dev.sluice.common.table.RecordIdentity;
import dev.sluice.common.table.RowCoordinates;
import dev.sluice.common.table.Subject;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.LongType;

/** Looks for a person's records in one partition, on an executor. */
final class SubjectTask implements PartitionFunction<InternalRow, SubjectRows> {
  private static final long serialVersionUID = 1L;

  private final JudgeProgram program;
  private final Broadcast<Wanted> wanted;
  private final SchemaBook schemas;

  SubjectTask(JudgeProgram program, Broadcast<Wanted> wanted, SchemaBook schemas) {
    this.program = program;
    this.wanted = wanted;
    this.schemas = schemas;
  }

  /**
   * What is looked for.
   *
   * @param field ordinal of the person's id in the source's row
   * @param unreadable records that go if they cannot be read
   * @param idOrNull bytes to look for in what cannot be read
   */
  record Wanted(int field, Subject subject, HashSet<RowCoordinates> unreadable, byte[] idOrNull)
      implements Serializable {}

  @Override
  public Iterator<SubjectRows> apply(int partition, Iterator<InternalRow> bronze) {
    Search search = new Search(program, wanted.value(), schemas);
    bronze.forEachRemaining(search::visit);
    return List.of(search.found()).iterator();
  }

  private static final class Search {
    private final JudgeProgram program;
    private final Wanted wanted;
    private final RowDecoder decoder;
    private final Subject.Matcher subject;
    private final boolean isNumber;
    private final List<RecordIdentity> records = new ArrayList<>();
    private final List<RowCoordinates> mentions = new ArrayList<>();
    private long unreadable;
    private long mentioning;

    Search(JudgeProgram program, Wanted wanted, SchemaBook schemas) {
      this.program = program;
      this.wanted = wanted;
      this.decoder = RowDecoder.of(program, DecoderLimits.DEFAULT.upTo(program.maxValueBytes()));
      this.subject = wanted.subject().matcher();
      this.isNumber =
          program.schema().sparkType().fields()[wanted.field()].dataType() instanceof LongType;
      decoder.use(schemas);
    }

    void visit(InternalRow bronze) {
      if (!decodes(bronze)) {
        visitUnreadable(bronze);
      } else if (isOfSubject(decoder.row())) {
        records.add(identity(bronze));
      }
    }

    private boolean decodes(InternalRow bronze) {
      byte[] value = bronze.isNullAt(Bronze.VALUE) ? null : bronze.getBinary(Bronze.VALUE);
      return value != null && value.length <= program.maxValueBytes() && decoder.decode(value);
    }

    private boolean isOfSubject(InternalRow source) {
      return !source.isNullAt(wanted.field()) && subject.matches(id(source));
    }

    private byte[] id(InternalRow source) {
      return isNumber
          ? Long.toString(source.getLong(wanted.field())).getBytes(StandardCharsets.UTF_8)
          : source.getUTF8String(wanted.field()).getBytes();
    }

    private void visitUnreadable(InternalRow bronze) {
      unreadable++;
      RecordIdentity identity = identity(bronze);
      if (wanted.unreadable().contains(identity.coordinates())) {
        records.add(identity);
      }
      if (wanted.idOrNull() != null && mentions(bronze, wanted.idOrNull())) {
        mentioning++;
        if (mentions.size() < SubjectRows.MOST_MENTIONS) {
          mentions.add(identity.coordinates());
        }
      }
    }

    private static boolean mentions(InternalRow bronze, byte[] id) {
      return has(bronze, Bronze.KEY, id)
          || has(bronze, Bronze.VALUE, id)
          || (!bronze.isNullAt(Bronze.HEADERS) && headers(bronze.getArray(Bronze.HEADERS), id));
    }

    private static boolean headers(ArrayData headers, byte[] id) {
      for (int at = 0; at < headers.numElements(); at++) {
        InternalRow header = headers.getStruct(at, 2);
        if (has(header, 1, id)) {
          return true;
        }
      }
      return false;
    }

    private static boolean has(InternalRow row, int ordinal, byte[] id) {
      return !row.isNullAt(ordinal) && indexOf(row.getBinary(ordinal), id) >= 0;
    }

    private static int indexOf(byte[] text, byte[] part) {
      for (int at = 0; at + part.length <= text.length; at++) {
        int same = 0;
        while (same < part.length && text[at + same] == part[same]) {
          same++;
        }
        if (same == part.length) {
          return at;
        }
      }
      return -1;
    }

    private static RecordIdentity identity(InternalRow bronze) {
      return new RecordIdentity(
          bronze.getUTF8String(Bronze.CLUSTER).toString(),
          bronze.getUTF8String(Bronze.TOPIC).toString(),
          bronze.getInt(Bronze.PARTITION),
          bronze.getLong(Bronze.OFFSET),
          bronze.getLong(Bronze.ARRIVED_AT));
    }

    SubjectRows found() {
      Set<Integer> missing = new HashSet<>(decoder.missingSchemas());
      return new SubjectRows(records, unreadable, mentioning, mentions, missing);
    }
  }
}
