package dev.sluice.bronze;

import dev.sluice.common.definition.DatasetDefinition.Arrival;
import dev.sluice.common.definition.DatasetDefinition.KafkaSource;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.spark.Jobs;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.BatchId;
import dev.sluice.common.table.BronzeTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.kafka010.KafkaOffsetRange;
import org.apache.spark.sql.kafka010.KafkaSourceRDD;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * Reads ranges of offsets as bronze rows, through the RDD under Spark's own Kafka source (pooled
 * consumers, {@code read_committed}, fails on data loss). Without a streaming query around it a
 * batch costs no planning and no offset log, and the lane knows exactly which offsets it covers.
 */
public final class KafkaBatchReader {
  private static final long POLL_TIMEOUT_MILLIS = 120_000;

  private final SparkSession session;
  private final String cluster;
  private final Arrival arrival;
  private final Map<String, Object> consumerConfig;

  /** A reader for one dataset; consumers are pooled under a group id of its own. */
  public KafkaBatchReader(SparkSession session, Cluster cluster, KafkaSource source) {
    this.session = session;
    this.cluster = cluster.name();
    this.arrival = source.arrival();
    this.consumerConfig = consumerConfig(cluster);
  }

  private static Map<String, Object> consumerConfig(Cluster cluster) {
    Map<String, Object> config = new HashMap<>(cluster.options());
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.GROUP_ID_CONFIG, "sluice-" + UUID.randomUUID());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    config.put(
        ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
    return config;
  }

  /**
   * The records of a batch as rows of {@link BronzeTable#SCHEMA}. Lazy; reading again gives the
   * same rows as long as Kafka holds them.
   *
   * @param planned when the batch was planned: its arrival time where the dataset says {@code
   *     ingest}, and its {@code ingest_date}
   */
  public Rows read(List<TopicRange> ranges, BatchId id, Instant planned) {
    List<KafkaOffsetRange> offsets = new ArrayList<>();
    for (TopicRange range : ranges) {
      offsets.add(
          new KafkaOffsetRange(
              new TopicPartition(range.topic(), range.partition()),
              range.from(),
              range.until(),
              Option.empty()));
    }
    KafkaSourceRDD source =
        new KafkaSourceRDD(
            session.sparkContext(),
            consumerConfig,
            JavaConverters.asScalaBuffer(offsets).toSeq(),
            POLL_TIMEOUT_MILLIS,
            true);
    JavaRDD<ConsumerRecord<byte[], byte[]>> records = source.toJavaRDD();
    return new Rows(
        Jobs.mapPartitions(records, new BronzeRowBuilder(cluster, arrival, id, planned)),
        BronzeTable.SCHEMA);
  }
}
