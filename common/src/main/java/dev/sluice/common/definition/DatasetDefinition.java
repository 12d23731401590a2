package dev.sluice.common.definition;

import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One dataset file ({@code sluice/v1}), checked in its form: what the YAML said, as values. {@link
 * AnalyzedDataset} adds what its SQL means.
 *
 * @param file where it was read from; reference files stand beside it
 * @param version fingerprint of the definition's text and its schema file: 12 hex digits of their
 *     SHA-256, the {@code definition_version} of quarantine
 */
public record DatasetDefinition(
    Path file,
    String version,
    Metadata metadata,
    KafkaSource source,
    Schema schema,
    Silver silver,
    List<Aggregate> aggregates,
    List<DatasetTest> tests,
    Optional<Erasure> erasure) {

  public DatasetDefinition {
    Objects.requireNonNull(metadata, "metadata");
    Objects.requireNonNull(erasure, "erasure");
    aggregates = List.copyOf(aggregates);
    tests = List.copyOf(tests);
  }

  /** A dataset without tests, of nobody in particular. */
  public DatasetDefinition(
      Path file,
      String version,
      Metadata metadata,
      KafkaSource source,
      Schema schema,
      Silver silver,
      List<Aggregate> aggregates) {
    this(file, version, metadata, source, schema, silver, aggregates, List.of(), Optional.empty());
  }

  /** The same, read from another place. */
  DatasetDefinition at(Path place) {
    return new DatasetDefinition(
        place, version, metadata, source, schema, silver, aggregates, tests, erasure);
  }

  /** The dataset's name: the name of its bronze, silver and quarantine tables. */
  public String name() {
    return metadata.name();
  }

  /** Who the dataset is and whose. */
  public record Metadata(String name, Optional<String> owner, Optional<String> description) {}

  /**
   * Where events come from.
   *
   * @param cluster a cluster of the platform file
   * @param maxRecordsPerBatch bound of one micro-batch, in records
   * @param maxBytesPerBatch bound of one micro-batch, in bytes of values (estimated from the
   *     records seen so far)
   * @param maxValueBytes of one value that is judged; a larger one is {@code TOO_LARGE}, unparsed
   */
  public record KafkaSource(
      String cluster,
      List<String> topics,
      StartingOffsets startingOffsets,
      Arrival arrival,
      long maxRecordsPerBatch,
      long maxBytesPerBatch,
      long maxValueBytes) {
    public KafkaSource {
      topics = List.copyOf(topics);
    }
  }

  /** Where a topic is read from when bronze holds nothing of it yet. */
  public enum StartingOffsets {
    EARLIEST,
    LATEST
  }

  /** Which clock gives a record's arrival time (design, section 3). */
  public enum Arrival {
    /** The broker's LogAppendTime. */
    BROKER,
    /** The time of the micro-batch, stored in bronze and so the same in every replay. */
    INGEST,
    /** The producer's timestamp: mirrors, back-fills. */
    RECORD
  }

  /**
   * What an event looks like.
   *
   * @param eventId the field that identifies an event
   * @param evolution whether fields the schema does not know are kept in {@code _extra} or refused
   */
  public record Schema(
      Format format, EventSchema event, String eventId, EventTime eventTime, Evolution evolution) {}

  /** How the bytes of a Kafka value are read; with all that tasks need to do it. */
  public sealed interface Format extends Serializable {
    /** One JSON object. A schema id before it is not looked up: JSON is read without. */
    record Json(Wire wire) implements Format {}

    /** What stands around an event; empty where no registry is asked for its schema. */
    default Optional<Wire.Confluent> registered() {
      Wire wire =
          this instanceof Avro avro
              ? avro.wire()
              : this instanceof Protobuf protobuf ? protobuf.wire() : new Wire.Bare();
      return wire instanceof Wire.Confluent confluent ? Optional.of(confluent) : Optional.empty();
    }

    /**
     * One Avro record in binary encoding.
     *
     * @param schema the reader's schema, as JSON text: what the dataset understands
     */
    record Avro(String schema, Wire wire) implements Format {}

    /**
     * One Protobuf message.
     *
     * @param descriptors the descriptor set with the message, in Base64
     * @param message its full name
     */
    record Protobuf(String descriptors, String message, Wire wire) implements Format {
      /** The descriptor set's bytes. */
      public byte[] descriptorSet() {
        return Base64.getDecoder().decode(descriptors);
      }
    }
  }

  /** What stands around the bytes of an event. */
  public sealed interface Wire extends Serializable {
    /** Nothing: every event was written with the dataset's own schema. */
    record Bare() implements Wire {}

    /**
     * Confluent's wire format: a zero byte, and the id by which the registry knows the writer's
     * schema.
     *
     * @param subjectOrNull the subject that a writer's schema must belong to; null when any will do
     */
    record Confluent(String subjectOrNull) implements Wire {
      /** The subject that a writer's schema must belong to. */
      public Optional<String> subject() {
        return Optional.ofNullable(subjectOrNull);
      }
    }
  }

  /** What happens to an event with more fields than the schema. */
  public enum Evolution {
    ADDITIVE,
    STRICT
  }

  /** The producer's time: a field and its unit; a unit is never guessed. */
  public record EventTime(String field, Unit unit) {
    /** Units of an event time. */
    public enum Unit {
      SECONDS,
      MILLIS,
      MICROS,
      /** A {@code date-time} string of the schema. */
      ISO8601
    }
  }

  /**
   * What makes an event valid.
   *
   * @param where filter on the source's fields; NULL filters
   * @param selectOnly whether silver has only the selected fields
   * @param select {@code expression as name}, in the file's order
   * @param late how long after its event time an event may arrive before it counts as late
   * @param breaker when so many rows go to quarantine that silver had better wait for somebody
   */
  public record Silver(
      Optional<String> where,
      boolean selectOnly,
      List<Select> select,
      List<Rule> rules,
      Optional<Dedup> dedup,
      Optional<Duration> late,
      Optional<Breaker> breaker,
      List<Protect> protect,
      List<Enrich> enrich) {
    public Silver {
      select = List.copyOf(select);
      rules = List.copyOf(rules);
      protect = List.copyOf(protect);
      enrich = List.copyOf(enrich);
    }
  }

  /**
   * One item of {@code silver.enrich}: columns that a row takes from the one row of a reference
   * table that has its key.
   *
   * @param table a path or URL of a Delta table, a CSV or a Parquet file, as written
   * @param on all of them must be equal
   * @param types of the table's columns as SQL names them; of columns that are not named, see
   *     {@link Enrichment}
   * @param refresh how often somebody looks whether the table has changed
   */
  public record Enrich(
      String table,
      List<JoinKey> on,
      List<Take> take,
      Map<String, String> types,
      Duration refresh,
      OnMiss onMiss) {
    public Enrich {
      on = List.copyOf(on);
      take = List.copyOf(take);
      types = Map.copyOf(types);
    }
  }

  /** A column of silver, and the column of the reference table that equals it. */
  public record JoinKey(String column, String reference) {}

  /** A column of a reference table, and its name in silver. */
  public record Take(String column, String name) {}

  /** What becomes of a row whose key no row of the reference table has, or whose key is NULL. */
  public enum OnMiss {
    /** It stays, with NULL for what it would have taken. */
    KEEP,
    QUARANTINE
  }

  /**
   * One item of {@code silver.protect}.
   *
   * @param field a field of the source or column of silver, or what dots lead to inside it
   */
  public record Protect(String field, ProtectMethod method) {}

  /**
   * How rows of a person are found.
   *
   * @param subject the field of an event that says whose it is
   */
  public record Erasure(String subject) {}

  /** One item of {@code silver.select}. */
  public record Select(String name, String expression) {}

  /** One rule; NULL means failed. */
  public record Rule(String name, String expression, OnFail onFail) {}

  /** What a failed rule does. */
  public enum OnFail {
    QUARANTINE,
    WARN,
    /** The row goes to quarantine, once somebody has seen it: silver waits until then. */
    STOP
  }

  /**
   * Silver waits when more than a share of the rows judged goes to quarantine.
   *
   * @param over the span of arrival that is looked at, back from the newest
   * @param maxFailedRatio of the rows judged, without those that {@code where} filtered; between 0
   *     and 1
   * @param minRows fewer rows within the span say nothing
   */
  public record Breaker(Duration over, double maxFailedRatio, long minRows) {}

  /**
   * The first good row in bronze order claims the key; a row of the same key whose arrival is
   * within the bound of that row's is a duplicate.
   */
  public record Dedup(List<String> key, Duration within) {
    public Dedup {
      key = List.copyOf(key);
    }
  }

  /**
   * One gold table.
   *
   * @param bucket span of time of one partition of the gold table ({@code window_bucket})
   * @param measures name and SQL, in the file's order
   */
  public record Aggregate(
      String name,
      Window window,
      Duration bucket,
      List<String> groupBy,
      List<NamedMeasure> measures,
      Optional<Hot> hot) {
    public Aggregate {
      groupBy = List.copyOf(groupBy);
      measures = List.copyOf(measures);
    }
  }

  /**
   * Windows of event time, the first of which begins at 1970.
   *
   * @param length of each
   * @param every how long after one begins the next does: as long as it is where they follow one
   *     another (tumbling), less where they overlap (sliding)
   */
  public record Window(Duration length, Duration every) {
    /** Windows that follow one another. */
    public static Window tumbling(Duration length) {
      return new Window(length, length);
    }
  }

  /** One measure as written: {@code orders: "count(*)"}. */
  public record NamedMeasure(String name, String expression) {}

  /**
   * Where an aggregate is kept hot.
   *
   * @param key template with {@code {column}} and {@code {window_start}}
   * @param ttl how long after the end of its window a key lives
   */
  public record Hot(String key, Duration ttl) {}
}
