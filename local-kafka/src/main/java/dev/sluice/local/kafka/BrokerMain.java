package dev.sluice.local.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * Runs one Kafka broker that is its own controller: formats its directory when that is new, starts,
 * and serves until SIGTERM. Formatting and serving share one JVM, which halves the first start.
 *
 * <p>Arguments: data directory, port, controller port; both ports on 127.0.0.1.
 */
public final class BrokerMain {
  private BrokerMain() {}

  /** Exits with 2 when called wrongly and with 1 when the broker cannot start or dies. */
  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      System.err.println("Usage: BrokerMain <directory> <port> <controller port>");
      Exit.exit(2);
    }
    try {
      serve(settings(Path.of(arguments[0]), arguments[1], arguments[2]));
    } catch (Exception failed) {
      System.err.println("Cannot start Kafka in " + arguments[0] + ": " + failed);
      failed.printStackTrace();
      Exit.exit(1);
    }
  }

  static Properties settings(Path directory, String port, String controllerPort)
      throws IOException {
    Properties settings = new Properties();
    try (InputStream tuned = BrokerMain.class.getResourceAsStream("broker.properties")) {
      settings.load(tuned);
    }
    String broker = "BROKER://127.0.0.1:" + port;
    settings.setProperty("listeners", broker + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.setProperty("advertised.listeners", broker);
    settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.setProperty("log.dirs", directory.toAbsolutePath().toString());
    return settings;
  }

  private static void serve(Properties settings) throws Exception {
    KafkaConfig config = KafkaConfig.fromProps(settings);
    formatWhenNew(config, Path.of(settings.getProperty("log.dirs")));
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    Exit.addShutdownHook("stop-broker", server::shutdown);
    server.startup();
    server.awaitShutdown();
  }

  private static void formatWhenNew(KafkaConfig config, Path directory) throws Exception {
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(directory);
    PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    new Formatter()
        .setPrintStream(silent)
        .setNodeId(config.nodeId())
        .setClusterId(Uuid.randomUuid().toString())
        .addDirectory(directory.toString())
        .setMetadataLogDirectory(directory.toString())
        .setControllerListenerName("CONTROLLER")
        .setIgnoreFormatted(true)
        .run();
  }
}
