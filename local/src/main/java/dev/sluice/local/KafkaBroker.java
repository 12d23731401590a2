package dev.sluice.local;

import dev.sluice.common.error.StackErrors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * A real single-node Kafka (KRaft) as a child process on 127.0.0.1, on a class path of its own. It
 * dies with this JVM; its records stay in its directory, and a later start there serves them again.
 */
public final class KafkaBroker extends LocalServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final int ANSWER_LIMIT_MS = 20_000;
  private static final int CONNECT_LIMIT_MS = 1_000;

  private final Options options;
  private final BrokerJars jars;

  private KafkaBroker(
      Options options, BrokerJars jars, Consumer<ProcessHandle> onStart, Runnable afterClose) {
    super(place(options), onStart, afterClose);
    this.options = options;
    this.jars = jars;
  }

  private static Place place(Options options) {
    Path folder = options.data().toAbsolutePath().getParent();
    return new Place("Kafka", options.port(), folder, options.log(), START_LIMIT);
  }

  /**
   * How to run a broker.
   *
   * @param data its log directory; formatted when new
   * @param log receives its output; outside of {@code data}
   * @param port where it listens; its controller takes a free port besides
   * @param jvmArguments arguments for its JVM, after ours: a later one wins
   */
  public record Options(Path data, Path log, int port, List<String> jvmArguments) {
    public Options {
      jvmArguments = List.copyOf(jvmArguments);
    }

    /** A broker on a free port with everything it writes below the directory. */
    public static Options in(Path directory) {
      return new Options(
          directory.resolve("data"), directory.resolve("kafka.log"), Ports.free(), List.of());
    }

    /** The same on another port. */
    public Options withPort(int newPort) {
      return new Options(data, log, newPort, jvmArguments);
    }

    /** The same with these arguments for its JVM in place of the present ones. */
    public Options withJvmArguments(String... newArguments) {
      return new Options(data, log, port, List.of(newArguments));
    }
  }

  /**
   * Starts one on a free port in a temporary directory, which {@link #close()} deletes: for tests.
   */
  public static KafkaBroker start() {
    Path directory = Folders.temporary("sluice-kafka");
    return start(Options.in(directory), process -> {}, () -> Folders.delete(directory));
  }

  /** Starts a broker and waits until it answers; seconds the first time. */
  public static KafkaBroker start(Options options) {
    return start(options, process -> {});
  }

  /** The same; every process it comes to run is reported as soon as it exists. */
  static KafkaBroker start(Options options, Consumer<ProcessHandle> onStart) {
    return start(options, onStart, () -> {});
  }

  private static KafkaBroker start(
      Options options, Consumer<ProcessHandle> onStart, Runnable afterClose) {
    KafkaBroker broker = new KafkaBroker(options, BrokerJars.ofHome(), onStart, afterClose);
    broker.restart();
    return broker;
  }

  @Override
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    // Processor time is what is scarce at a start, and a laptop's broker never needs the second
    // compiler: 3.0 s of it without, 4.5 s with.
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-Duser.timezone=UTC", "-Djava.awt.headless=true"));
    // An archive that no longer fits the jars is passed over by the JVM, and silently; with one
    // that is missing it would do without even the JDK's own.
    jars.archive().ifPresent(archive -> command.add("-XX:SharedArchiveFile=" + archive));
    command.add("-Xlog:disable");
    command.addAll(options.jvmArguments());
    command.addAll(List.of("-cp", jars.classPath(), "dev.sluice.local.kafka.BrokerMain"));
    command.add(options.data().toAbsolutePath().toString());
    command.add(Integer.toString(options.port()));
    command.add(Integer.toString(Ports.free()));
    return command;
  }

  /** Asks through the client, but not before somebody listens: it would log its retries. */
  @Override
  boolean answers() {
    if (!somebodyListens()) {
      return false;
    }
    Admin admin = admin();
    try {
      String cluster = admin.describeCluster().clusterId().get(5, TimeUnit.SECONDS);
      // Another broker may answer on a port that was taken.
      return cluster.equals(clusterId());
    } catch (ExecutionException | TimeoutException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      // Without a limit it waits for the answers of somebody who listens and never gives any.
      admin.close(Duration.ZERO);
    }
  }

  private boolean somebodyListens() {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port());
    try (Socket socket = new Socket()) {
      // One who listens and does not accept lets a connection wait for two minutes.
      socket.connect(address, CONNECT_LIMIT_MS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String clusterId() {
    Path file = options.data().resolve("meta.properties");
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException notYetFormatted) {
      return "";
    }
    return properties.getProperty("cluster.id", "");
  }

  /** {@code 127.0.0.1:<port>}, as clients take it. */
  public String bootstrapServers() {
    return "127.0.0.1:" + options.port();
  }

  /** A new client for administration; the caller closes it. */
  public Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            ANSWER_LIMIT_MS,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ANSWER_LIMIT_MS / 2));
  }

  /**
   * Creates a topic stamped by the broker ({@code LogAppendTime}); leaves an existing one alone.
   */
  public void createTopic(String name, int partitions) {
    createTopic(name, partitions, Map.of());
  }

  /** The same with settings of the topic, which win over ours. Leaves an existing one alone. */
  public void createTopic(String name, int partitions, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    all.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    all.putAll(settings);
    NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(all);
    try (Admin admin = admin()) {
      await("create topic " + name, admin.createTopics(List.of(topic)).all());
    } catch (TopicExistsException asWanted) {
      return;
    }
  }

  /** The id of each topic; fails when one is missing. A topic that is made again has a new id. */
  public Map<String, String> topicIds(Collection<String> topics) {
    try (Admin admin = admin()) {
      return await("describe topics " + topics, admin.describeTopics(topics).allTopicNames())
          .values()
          .stream()
          .collect(Collectors.toMap(topic -> topic.name(), topic -> topic.topicId().toString()));
    }
  }

  private <T> T await(String request, KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException refused) {
      if (refused.getCause() instanceof TopicExistsException exists) {
        throw exists;
      }
      throw StackErrors.kafkaRefused(request, bootstrapServers(), refused.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw StackErrors.kafkaRefused(request, bootstrapServers(), interrupted);
    }
  }
}
