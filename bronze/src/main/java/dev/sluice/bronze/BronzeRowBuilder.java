package dev.sluice.bronze;

import dev.sluice.common.definition.DatasetDefinition.Arrival;
import dev.sluice.common.spark.PartitionFunction;
import dev.sluice.common.table.BatchId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Iterator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** A Kafka record as a row of bronze: the bytes as they are, nothing interpreted. */
final class BronzeRowBuilder
    implements PartitionFunction<ConsumerRecord<byte[], byte[]>, InternalRow> {
  private static final long serialVersionUID = 1L;
  private static final long MICROS_PER_MILLI = 1_000;

  private final String cluster;
  private final Arrival arrival;
  private final long epoch;
  private final long batch;
  private final long plannedMillis;
  private final int ingestDate;

  BronzeRowBuilder(String cluster, Arrival arrival, BatchId id, Instant planned) {
    this.cluster = cluster;
    this.arrival = arrival;
    this.epoch = id.epoch();
    this.batch = id.batch();
    this.plannedMillis = planned.toEpochMilli();
    this.ingestDate = (int) LocalDate.ofInstant(planned, ZoneOffset.UTC).toEpochDay();
  }

  @Override
  public Iterator<InternalRow> apply(
      int partition, Iterator<ConsumerRecord<byte[], byte[]>> records) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return records.hasNext();
      }

      @Override
      public InternalRow next() {
        return row(records.next());
      }
    };
  }

  private InternalRow row(ConsumerRecord<byte[], byte[]> record) {
    return new GenericInternalRow(
        new Object[] {
          UTF8String.fromString(cluster),
          UTF8String.fromString(record.topic()),
          record.partition(),
          record.offset(),
          record.timestamp() * MICROS_PER_MILLI,
          record.timestampType().id,
          record.key(),
          record.value(),
          headers(record),
          arrivalMillis(record) * MICROS_PER_MILLI,
          epoch,
          batch,
          ingestDate
        });
  }

  /** A record without a timestamp (a very old message format) arrives when it is read. */
  private long arrivalMillis(ConsumerRecord<byte[], byte[]> record) {
    return arrival == Arrival.INGEST || record.timestamp() < 0 ? plannedMillis : record.timestamp();
  }

  private static GenericArrayData headers(ConsumerRecord<byte[], byte[]> record) {
    Header[] headers = record.headers().toArray();
    Object[] rows = new Object[headers.length];
    for (int i = 0; i < headers.length; i++) {
      rows[i] =
          new GenericInternalRow(
              new Object[] {UTF8String.fromString(headers[i].key()), headers[i].value()});
    }
    return new GenericArrayData(rows);
  }
}
