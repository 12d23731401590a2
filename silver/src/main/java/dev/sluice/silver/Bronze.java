package dev.sluice.silver;

import dev.sluice.common.table.BronzeTable;

/** Ordinals of the bronze columns that judging reads. */
final class Bronze {
  static final int CLUSTER = BronzeTable.SCHEMA.fieldIndex(BronzeTable.CLUSTER);
  static final int TOPIC = BronzeTable.SCHEMA.fieldIndex(BronzeTable.TOPIC);
  static final int PARTITION = BronzeTable.SCHEMA.fieldIndex(BronzeTable.PARTITION);
  static final int OFFSET = BronzeTable.SCHEMA.fieldIndex(BronzeTable.OFFSET);
  static final int KEY = BronzeTable.SCHEMA.fieldIndex(BronzeTable.KEY);
  static final int HEADERS = BronzeTable.SCHEMA.fieldIndex(BronzeTable.HEADERS);
  static final int VALUE = BronzeTable.SCHEMA.fieldIndex(BronzeTable.VALUE);
  static final int ARRIVED_AT = BronzeTable.SCHEMA.fieldIndex(BronzeTable.ARRIVED_AT);
  static final int EPOCH = BronzeTable.SCHEMA.fieldIndex(BronzeTable.EPOCH);
  static final int BATCH = BronzeTable.SCHEMA.fieldIndex(BronzeTable.BATCH);

  private Bronze() {}
}
