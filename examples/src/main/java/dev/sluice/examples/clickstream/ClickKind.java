package dev.sluice.examples.clickstream;

import java.util.Optional;

/**
 * Everything the clickstream contains and how often: this is the one place of the proportions. A
 * share is out of 100,000 events that are not repeats; what the shares leave over is {@link
 * #NORMAL}. The reasons are those of a definition that has the dataset's schema and rules.
 */
enum ClickKind {
  NORMAL,

  // Good, each in its own way.
  LATE(1_500),
  DAYS_LATE(100),
  UNKNOWN_COUNTRY(500),
  EXTRA_FIELD(500),
  HOSTILE_TEXT(500),

  // Filtered.
  BOT(3_000),

  // Read as an event, but not accepted.
  NEGATIVE_PRICE(400, "RULE_FAILED", true),
  FUTURE(300, "FUTURE_EVENT_TIME", true),

  // Not an event.
  TRUNCATED(200, "MALFORMED"),
  TWO_DOCUMENTS(100, "MALFORMED"),
  TRAILING_TEXT(50, "MALFORMED"),
  EMPTY_VALUE(50, "MALFORMED"),
  BLANK_VALUE(50, "MALFORMED"),
  BAD_UTF8(100, "BAD_ENCODING"),
  LONE_SURROGATE(50, "BAD_ENCODING"),
  NUL_CHARACTER(50, "BAD_ENCODING"),
  DUPLICATE_KEY(100, "DUPLICATE_KEY"),
  TEXT_FOR_NUMBER(200, "TYPE_MISMATCH"),
  NUMBER_FOR_TEXT(100, "TYPE_MISMATCH"),
  QUANTITY_TOO_BIG(50, "OUT_OF_RANGE"),
  HUGE_EXPONENT(50, "OUT_OF_RANGE"),
  TOO_MANY_DIGITS(50, "OUT_OF_RANGE"),
  NOT_A_NUMBER(50, "NON_FINITE"),
  UNKNOWN_DEVICE(200, "UNKNOWN_ENUM"),
  MISSING_COUNTRY(200, "MISSING_FIELD"),
  EMPTY_ID(50, "MISSING_FIELD"),
  SECONDS_FOR_MILLIS(100, "EVENT_TIME_SUSPECT"),
  MICROS_FOR_MILLIS(50, "EVENT_TIME_SUSPECT"),
  TOMBSTONE(100, "TOMBSTONE"),
  DEEP_NESTING(20, "LIMIT_EXCEEDED"),
  TOO_LARGE(5, "TOO_LARGE"),

  // Repeats of a good event, sent some time after it.
  DUPLICATE,
  DUPLICATE_ELSEWHERE,
  ID_CONFLICT;

  /** What the shares are out of. */
  static final int WHOLE = 100_000;

  /** Good events that are sent again, out of {@link #WHOLE} good events, by the kind of repeat. */
  static final int REPEATED = 2_000;

  static final int REPEATED_ELSEWHERE = 300;
  static final int REPEATED_OTHERWISE = 200;

  private final int share;
  private final String reason;
  private final boolean decodes;

  ClickKind() {
    this(0);
  }

  ClickKind(int share) {
    this(share, null, true);
  }

  ClickKind(int share, String reason) {
    this(share, reason, false);
  }

  ClickKind(int share, String reason, boolean decodes) {
    this.share = share;
    this.reason = reason;
    this.decodes = decodes;
  }

  /** The kind at a point of {@code 0 .. WHOLE - 1}. */
  static ClickKind at(int point) {
    int left = point;
    for (ClickKind kind : values()) {
      left -= kind.share;
      if (left < 0) {
        return kind;
      }
    }
    return NORMAL;
  }

  /** Out of {@link #WHOLE}; 0 for repeats and for what the others leave over. */
  int share() {
    return share;
  }

  /** Why it goes to quarantine. */
  Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** Whether the value is an event, good or not. */
  boolean decodes() {
    return decodes;
  }

  /** Whether it may be sent again: what is good and not filtered. */
  boolean isGood() {
    return reason == null && this != BOT;
  }

  /** {@code days_late}. */
  String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
