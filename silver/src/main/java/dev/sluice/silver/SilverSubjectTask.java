package dev.sluice.silver;

import dev.sluice.common.spark.PartitionFunction;
import dev.sluice.common.table.RecordIdentity;
import dev.sluice.common.table.Subject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Looks for a person's rows in one partition of silver, on an executor. Rows have a record's
 * identity, whose it is, and whether the field is among those that nobody knew.
 */
final class SilverSubjectTask implements PartitionFunction<InternalRow, SilverSubjects> {
  private static final long serialVersionUID = 1L;
  private static final Pattern SIGNED = Pattern.compile("([^:]+):[0-9a-f]{64}");

  private static final int WHOSE = 5;
  private static final int MENTIONED = 6;

  private final Subject subject;
  private final LinkedHashMap<String, Subject> signed;

  /**
   * @param signed the subject's signatures by the ids of their keys
   */
  SilverSubjectTask(Subject subject, LinkedHashMap<String, Subject> signed) {
    this.subject = subject;
    this.signed = signed;
  }

  @Override
  public Iterator<SilverSubjects> apply(int partition, Iterator<InternalRow> rows) {
    Search search = new Search(subject, signed);
    rows.forEachRemaining(search::visit);
    return List.of(new SilverSubjects(search.records, search.unknown)).iterator();
  }

  private static final class Search {
    private final Subject.Matcher subject;
    private final Map<String, Subject.Matcher> signed = new HashMap<>();
    private final Set<RecordIdentity> records = new LinkedHashSet<>();
    private long unknown;

    Search(Subject subject, Map<String, Subject> signed) {
      this.subject = subject.matcher();
      signed.forEach((key, signature) -> this.signed.put(key, signature.matcher()));
    }

    void visit(InternalRow row) {
      if (row.isNullAt(WHOSE)) {
        unknown += row.getBoolean(MENTIONED) ? 1 : 0;
        return;
      }
      String whose = row.getUTF8String(WHOSE).toString();
      byte[] bytes = whose.getBytes(StandardCharsets.UTF_8);
      Matcher signature = SIGNED.matcher(whose);
      if (subject.matches(bytes)) {
        records.add(identity(row));
      } else if (signature.matches()) {
        visitSigned(row, bytes, signed.get(signature.group(1)));
      }
    }

    private void visitSigned(InternalRow row, byte[] signature, Subject.Matcher matcher) {
      if (matcher == null) {
        unknown++;
      } else if (matcher.matches(signature)) {
        records.add(identity(row));
      }
    }

    private static RecordIdentity identity(InternalRow row) {
      return new RecordIdentity(
          row.getUTF8String(0).toString(),
          row.getUTF8String(1).toString(),
          row.getInt(2),
          row.getLong(3),
          row.getLong(4));
    }
  }
}
