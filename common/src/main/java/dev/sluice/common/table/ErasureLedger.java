package dev.sluice.common.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What has been erased: {@code {lake}/_sluice/erasures/<dataset>/<id>.json}, a file per erasure,
 * written before the first row goes and once more when all are gone. It names records by where they
 * stood, and the person by a salted hash. Who makes tables from bronze leaves these records out,
 * should they be in bronze again: from a backup, or because the erasure died half way.
 */
public final class ErasureLedger {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FOLDER = "erasures";
  private static final String SUFFIX = ".json";

  private final ControlFiles files;
  private final String folder;

  /**
   * Of one dataset.
   *
   * @param hadoop of the Spark session, or {@link dev.sluice.common.spark.Sessions#hadoop()}
   */
  public ErasureLedger(Lake lake, Configuration hadoop, String dataset) {
    this.files = new ControlFiles(lake, hadoop);
    this.folder = FOLDER + "/" + dataset;
  }

  /**
   * One erasure.
   *
   * @param id the request's
   * @param begunAt ISO-8601
   * @param done whether all tables are without the records
   * @param vacuumed whether it has deleted the bytes too; not what maintenance does later
   * @param rows rows that go, by table and generation: {@code silver.clicks/g1}
   * @param unknown rows of silver that stay since nobody can say whose they are
   * @param records what was erased
   */
  public record Entry(
      String id,
      String begunAt,
      Subject subject,
      boolean done,
      boolean vacuumed,
      Map<String, Long> rows,
      long unknown,
      List<Span> records) {
    public Entry {
      rows = Collections.unmodifiableMap(new TreeMap<>(rows));
      records = List.copyOf(records);
    }

    /** One that begins now. */
    public static Entry begun(
        String id,
        Subject subject,
        Map<String, Long> rows,
        long unknown,
        Collection<RecordIdentity> records) {
      String now = Instant.now().toString();
      return new Entry(id, now, subject, false, false, rows, unknown, Span.of(records));
    }

    /** The same when all is gone. */
    public Entry finished() {
      return new Entry(id, begunAt, subject, true, vacuumed, rows, unknown, records);
    }

    /** The same when the bytes are gone too. */
    public Entry withoutBytes() {
      return new Entry(id, begunAt, subject, done, true, rows, unknown, records);
    }

    /** The records it names. */
    public List<RecordIdentity> identities() {
      return records.stream().flatMap(span -> span.identities().stream()).toList();
    }
  }

  /**
   * Records of one partition.
   *
   * @param arrivals micros since 1970, by the position of their offset
   */
  public record Span(
      String cluster, String topic, int partition, List<Long> offsets, List<Long> arrivals) {
    public Span {
      offsets = List.copyOf(offsets);
      arrivals = List.copyOf(arrivals);
    }

    private static List<Span> of(Collection<RecordIdentity> records) {
      List<Span> spans = new ArrayList<>();
      List<RecordIdentity> sorted = new ArrayList<>(records);
      sorted.sort(
          Comparator.comparing(RecordIdentity::cluster)
              .thenComparing(RecordIdentity::topic)
              .thenComparingInt(RecordIdentity::partition)
              .thenComparingLong(RecordIdentity::offset));
      int from = 0;
      for (int at = 1; at <= sorted.size(); at++) {
        if (at == sorted.size() || !isSamePartition(sorted.get(from), sorted.get(at))) {
          spans.add(of(sorted.get(from), sorted.subList(from, at)));
          from = at;
        }
      }
      return spans;
    }

    private static boolean isSamePartition(RecordIdentity one, RecordIdentity other) {
      return one.cluster().equals(other.cluster())
          && one.topic().equals(other.topic())
          && one.partition() == other.partition();
    }

    private static Span of(RecordIdentity first, List<RecordIdentity> records) {
      return new Span(
          first.cluster(),
          first.topic(),
          first.partition(),
          records.stream().map(RecordIdentity::offset).toList(),
          records.stream().map(RecordIdentity::arrivedAt).toList());
    }

    private List<RecordIdentity> identities() {
      List<RecordIdentity> identities = new ArrayList<>();
      for (int at = 0; at < offsets.size(); at++) {
        identities.add(
            new RecordIdentity(cluster, topic, partition, offsets.get(at), arrivals.get(at)));
      }
      return identities;
    }
  }

  /** The datasets of which anything was erased, in order. */
  public static List<String> datasets(Lake lake, Configuration hadoop) {
    return new ControlFiles(lake, hadoop).list(FOLDER);
  }

  /** An erasure that has begun, or is done. */
  public Optional<Entry> find(String id) {
    return files.read(name(id)).map(ErasureLedger::parse);
  }

  /** Every erasure, in the order of their ids. */
  public List<Entry> entries() {
    return files.list(folder).stream()
        .filter(name -> name.endsWith(SUFFIX))
        .map(name -> name.substring(0, name.length() - SUFFIX.length()))
        .flatMap(id -> find(id).stream())
        .toList();
  }

  /** Writes an erasure down, in place of what was said of it before. Under the driver's lease. */
  public void write(Entry entry) {
    try {
      files.write(name(entry.id()), JSON.writeValueAsBytes(entry));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write down erasure " + entry.id(), e);
    }
  }

  /** Rows of bronze without those that were erased and are there again. */
  public Dataset<Row> without(Dataset<Row> bronze) {
    List<RecordIdentity> erased =
        entries().stream().flatMap(entry -> entry.identities().stream()).toList();
    if (erased.isEmpty()) {
      return bronze;
    }
    String[] columns = bronze.columns();
    return bronze
        .join(
            functions.broadcast(
                RecordIdentity.rows(bronze.sparkSession(), erased, RecordIdentity.COLUMNS)),
            RecordIdentity.COLUMNS.toArray(String[]::new),
            "left_anti")
        .select(Arrays.stream(columns).map(functions::col).toArray(Column[]::new));
  }

  private String name(String id) {
    return folder + "/" + id + SUFFIX;
  }

  private static Entry parse(byte[] content) {
    try {
      return JSON.readValue(content, Entry.class);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot understand an entry of the erasure ledger", e);
    }
  }
}
