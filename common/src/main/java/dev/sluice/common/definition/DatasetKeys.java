package dev.sluice.common.definition;

import java.util.Map;

/** Every object of a dataset file and its keys. */
final class DatasetKeys {
  static final Keys ROOT =
      Keys.required("apiVersion", "kind", "metadata", "source", "schema")
          .later("bronze", "bronze.retention")
          .optional("silver", "gold", "tests", "erasure")
          .later("deliver", "deliver");

  static final Keys METADATA = Keys.required("name").optional("owner", "description");

  static final Keys SOURCE =
      Keys.required("kafka")
          .later("files", "landing files", "kafka")
          .later("kinesis", "source kinesis", "kafka");

  static final Keys KAFKA =
      Keys.required("cluster", "topics")
          .later("topicPattern", "topicPattern", "topics")
          .optional(
              "startingOffsets",
              "arrival",
              "maxRecordsPerBatch",
              "maxBytesPerBatch",
              "maxValueBytes");

  static final Keys SCHEMA =
      Keys.required("format", "file", "eventId", "eventTime")
          .optional("message", "wire", "registry", "evolution");

  static final Keys REGISTRY = Keys.required("subject");

  static final Keys EVENT_TIME = Keys.required("field", "unit");

  static final Keys SILVER =
      Keys.none()
          .optional(
              "where", "only", "select", "enrich", "rules", "breaker", "dedup", "late", "protect");

  static final Keys ENRICH =
      Keys.required("table", "on", "take").optional("types", "refresh", "onMiss");

  static final Keys RULE = Keys.required("name", "expr", "onFail");

  static final Keys BREAKER = Keys.required("over", "maxFailedRatio").optional("minRows", "then");

  static final Keys DEDUP = Keys.required("within").optional("key");

  static final Keys LATE = Keys.required("after").later("gold", "late.gold");

  static final Keys PROTECT = Keys.required("field", "as").optional("keep", "length");

  static final Keys KEEP = Keys.none().optional("first", "last");

  static final Keys GOLD = Keys.required("aggregates");

  static final Keys AGGREGATE =
      Keys.required("name", "window", "measures")
          .optional("groupBy", "bucket", "hot")
          .later("approximate", "approximate");

  static final Keys WINDOW =
      Keys.none().optional("tumbling", "sliding", "every").later("session", "session windows");

  static final Keys HOT = Keys.required("key", "ttl").later("value", "hot value: latest");

  static final Keys TEST = Keys.required("name", "given", "expect").optional("references");

  /** An item of {@code given}; another one is an event. */
  static final Keys RAW = Keys.required("raw").optional("arrives");

  /** An item of {@code given}. */
  static final Keys ADVANCE = Keys.required("advance");

  static final Keys ERASURE = Keys.required("subject");

  /** By the path of the object; {@code []} stands for each item of a list. */
  static final Map<String, Keys> ALL =
      Map.ofEntries(
          Map.entry("", ROOT),
          Map.entry("metadata", METADATA),
          Map.entry("source", SOURCE),
          Map.entry("source.kafka", KAFKA),
          Map.entry("schema", SCHEMA),
          Map.entry("schema.registry", REGISTRY),
          Map.entry("schema.eventTime", EVENT_TIME),
          Map.entry("silver", SILVER),
          Map.entry("silver.enrich[]", ENRICH),
          Map.entry("silver.rules[]", RULE),
          Map.entry("silver.breaker", BREAKER),
          Map.entry("silver.dedup", DEDUP),
          Map.entry("silver.late", LATE),
          Map.entry("silver.protect[]", PROTECT),
          Map.entry("silver.protect[].keep", KEEP),
          Map.entry("gold", GOLD),
          Map.entry("gold.aggregates[]", AGGREGATE),
          Map.entry("gold.aggregates[].window", WINDOW),
          Map.entry("gold.aggregates[].hot", HOT),
          Map.entry("tests[]", TEST),
          Map.entry("erasure", ERASURE));

  private DatasetKeys() {}
}
