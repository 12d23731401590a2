package dev.sluice.bronze;

import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.error.SourceErrors;
import dev.sluice.common.table.SourceOffsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the topics of a dataset offer, asked of the brokers by the driver. Ends are those of {@code
 * read_committed}; topic ids, partitions and earliest offsets are asked for once in a while, since
 * they change rarely. For one lane's thread, but for {@link #checkIds}.
 */
public final class KafkaTopics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /** How long a topic's id, partitions and earliest offsets are believed. */
  private static final Duration DESCRIBED_FOR = Duration.ofSeconds(5);

  private final Admin admin;
  private final Cluster cluster;
  private final List<String> topics;
  private Map<String, TopicDescription> described = Map.of();
  private Map<TopicPartition, Long> earliest = Map.of();
  private long describedAtNanos;

  /** Connects to a cluster for the topics of one dataset. */
  public KafkaTopics(Cluster cluster, List<String> topics) {
    Map<String, Object> config = new HashMap<>(cluster.options());
    config.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
    this.admin = Admin.create(config);
    this.cluster = cluster;
    this.topics = List.copyOf(topics);
  }

  /**
   * What can be read now.
   *
   * @throws dev.sluice.common.error.SluiceException when the cluster does not answer or a topic is
   *     missing
   */
  public List<PartitionEnds> ends() {
    try {
      if (described.isEmpty() || System.nanoTime() - describedAtNanos > DESCRIBED_FOR.toNanos()) {
        describe();
      }
      Map<TopicPartition, Long> latest =
          offsets(OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
      return topics.stream().map(topic -> ends(topic, latest)).toList();
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw unreachable(e);
    }
  }

  /** The same, with everything asked for anew. */
  public List<PartitionEnds> endsDescribedAnew() {
    described = Map.of();
    return ends();
  }

  /**
   * Where the logs end now, of the partitions that the last {@link #ends()} knew. Records of open
   * transactions are within: they can be read some day, or are skipped.
   *
   * @throws dev.sluice.common.error.SluiceException when the cluster does not answer
   */
  public SourceOffsets logEnds() {
    try {
      SourceOffsets ends = SourceOffsets.NONE;
      for (Map.Entry<TopicPartition, Long> end :
          offsets(OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED).entrySet()) {
        String topic = end.getKey().topic();
        ends = ends.with(topic, id(topic), end.getKey().partition(), end.getValue());
      }
      return ends;
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      throw unreachable(e);
    }
  }

  /**
   * Stops when a topic is another one now than the one these offsets are of: what has been read
   * before this call is then perhaps not what it was taken for. A topic that is missing is nobody
   * else's, so what was read of it stands. For any thread.
   *
   * @throws dev.sluice.common.error.SluiceException {@code TOPIC_RECREATED}, or when the cluster
   *     does not answer
   */
  public void checkIds(SourceOffsets read) {
    Map<String, KafkaFuture<TopicDescription>> now = admin.describeTopics(topics).topicNameValues();
    for (String topic : topics) {
      SourceOffsets.Topic known = read.topics().get(topic);
      try {
        String id =
            now.get(topic).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).topicId().toString();
        if (known != null && !known.mayBe(id)) {
          throw SourceErrors.topicRecreated(topic, known.id(), id);
        }
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw unreachable(e);
        }
      } catch (TimeoutException | InterruptedException e) {
        throw unreachable(e);
      }
    }
  }

  private SluiceException unreachable(Exception e) {
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return SourceErrors.kafkaUnreachable(cluster.name(), cluster.bootstrapServers(), topics, e);
  }

  /**
   * The topics whose records are stamped by their producers ({@code CreateTime}), not by a broker.
   * Empty where the brokers do not say: to be told takes a right that reading does not.
   */
  public List<String> stampedByProducers() {
    try {
      Map<ConfigResource, Config> configs =
          admin
              .describeConfigs(topics.stream().map(KafkaTopics::resource).toList())
              .all()
              .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return topics.stream()
          .filter(topic -> isStampedByProducers(configs.get(resource(topic))))
          .toList();
    } catch (ExecutionException | TimeoutException e) {
      LOG.info("Cannot see whose clock stamps the records of {}: {}", topics, e.toString());
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static boolean isStampedByProducers(Config config) {
    ConfigEntry type = config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
    return type != null && TimestampType.CREATE_TIME.name.equals(type.value());
  }

  private void describe() throws ExecutionException, InterruptedException, TimeoutException {
    described =
        admin.describeTopics(topics).allTopicNames().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    earliest = offsets(OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED);
    describedAtNanos = System.nanoTime();
  }

  private Map<TopicPartition, Long> offsets(OffsetSpec spec, IsolationLevel isolation)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    described.forEach(
        (topic, description) ->
            description
                .partitions()
                .forEach(p -> wanted.put(new TopicPartition(topic, p.partition()), spec)));
    Map<TopicPartition, ListOffsetsResultInfo> found =
        admin
            .listOffsets(wanted, new ListOffsetsOptions(isolation))
            .all()
            .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    return found.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private PartitionEnds ends(String topic, Map<TopicPartition, Long> latest) {
    return new PartitionEnds(topic, id(topic), of(topic, earliest), of(topic, latest));
  }

  private String id(String topic) {
    return described.get(topic).topicId().toString();
  }

  private static Map<Integer, Long> of(String topic, Map<TopicPartition, Long> offsets) {
    Map<Integer, Long> partitions = new HashMap<>();
    for (TopicPartition partition : new ArrayList<>(offsets.keySet())) {
      if (partition.topic().equals(topic)) {
        partitions.put(partition.partition(), offsets.get(partition));
      }
    }
    return partitions;
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(2));
  }
}
