package dev.sluice.common.table;

/** Why a row is in quarantine: a closed list, and a contract. */
public enum Reason {
  MALFORMED,
  TOO_LARGE,
  LIMIT_EXCEEDED,
  BAD_ENCODING,
  DUPLICATE_KEY,
  TOMBSTONE,
  /** No schema id, or one that the registry does not know, or not under the dataset's subject. */
  SCHEMA_UNKNOWN,
  /** The writer's schema cannot be resolved to the dataset's. */
  SCHEMA_INCOMPATIBLE,
  /** The registry did not answer, for longer than silver waits. */
  SCHEMA_UNAVAILABLE,
  MISSING_FIELD,
  TYPE_MISMATCH,
  OUT_OF_RANGE,
  NON_FINITE,
  UNKNOWN_ENUM,
  /** A field the schema does not know, where its evolution is strict. */
  UNKNOWN_FIELD,
  EVENT_TIME_SUSPECT,
  FUTURE_EVENT_TIME,
  /** A reference table has no row for it, where it must have one. */
  REFERENCE_MISS,
  RULE_FAILED
}
