package dev.sluice.examples;

import dev.sluice.examples.generate.GeneratorRun;
import dev.sluice.examples.generate.GeneratorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** Runs a generator without the rest of Sluice, against any Kafka. */
public final class GeneratorMain {
  private static final String USAGE =
      "usage: GeneratorMain <example> <bootstrap servers> <truth file> <rate> <seconds> <seed>";

  private GeneratorMain() {}

  /** Makes the example's topics where they are missing, then sends until the time is over. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 6) {
      System.err.println(USAGE);
      System.exit(2);
    }
    Example example =
        Example.named(arguments[0], Path.of("").toAbsolutePath())
            .orElseThrow(() -> new IllegalArgumentException("No such example: " + arguments[0]));
    GeneratorSettings settings =
        new GeneratorSettings(
            arguments[1],
            Path.of(arguments[2]),
            Double.parseDouble(arguments[3]),
            Duration.ofSeconds(Long.parseLong(arguments[4])),
            Long.parseLong(arguments[5]));
    createTopics(settings.bootstrapServers(), example.topics());
    GeneratorRun run = example.generator(settings);
    run.run();
    System.out.println(run.acknowledged() + " records sent, truth in " + settings.truthFile());
  }

  private static void createTopics(String bootstrapServers, List<TopicSettings> topics)
      throws InterruptedException, ExecutionException {
    Map<String, Object> config =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Admin admin = Admin.create(config)) {
      Set<String> existing = admin.listTopics().names().get();
      List<NewTopic> missing =
          topics.stream()
              .filter(topic -> !existing.contains(topic.name()))
              .map(GeneratorMain::newTopic)
              .toList();
      admin.createTopics(missing).all().get();
    }
  }

  private static NewTopic newTopic(TopicSettings topic) {
    return new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.configs());
  }
}
