package dev.sluice.trino;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * How a Trino is set up to serve one lake: the catalog {@code lake}, which reads the lake's folder
 * and nothing else of this machine, and cannot write.
 *
 * @param lake root of the lake, an absolute path
 * @param plugins the folder with Trino's plugins
 * @param java the Java home it runs on; only shown
 * @param heapMegabytes bound of its memory
 */
public record TrinoConfiguration(Path lake, Path plugins, Path java, int heapMegabytes) {
  /** The catalog; sessions of ours have it as their default. */
  public static final String CATALOG = "lake";

  /** Of {@link #heapMegabytes}, unless said otherwise. */
  public static final int DEFAULT_HEAP_MEGABYTES = 1024;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String SETTINGS = "settings.json";
  private static final String RULES = "etc/rules.json";

  /**
   * Writes {@code etc} below the folder in which the server is to be started.
   *
   * @return the arguments of its JVM
   */
  public List<String> write(Path folder, int port) {
    try {
      Path etc = Files.createDirectories(folder.resolve("etc"));
      store(etc.resolve("config.properties"), server(port));
      store(etc.resolve("log.properties"), Map.of("io.airlift", "WARN", "Bootstrap", "WARN"));
      store(
          Files.createDirectories(etc.resolve("catalog")).resolve(CATALOG + ".properties"),
          catalog());
      try (InputStream rules = TrinoConfiguration.class.getResourceAsStream("rules.json")) {
        Files.copy(rules, folder.resolve(RULES), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.writeString(folder.resolve(SETTINGS), settings().toPrettyString());
      return jvmArguments();
    } catch (IOException failed) {
      throw new UncheckedIOException("Cannot write Trino's configuration to " + folder, failed);
    }
  }

  /** What the server of a folder was last started with. */
  public static Optional<TrinoConfiguration> read(Path folder) {
    try {
      var settings = new ObjectMapper().readTree(folder.resolve(SETTINGS).toFile());
      return Optional.of(
          new TrinoConfiguration(
              Path.of(settings.path("lake").asText()),
              Path.of(settings.path("plugins").asText()),
              Path.of(settings.path("java").asText()),
              settings.path("heap_megabytes").asInt()));
    } catch (IOException missingOrTorn) {
      return Optional.empty();
    }
  }

  private ObjectNode settings() {
    return JSON.createObjectNode()
        .put("lake", lake.toString())
        .put("plugins", plugins.toString())
        .put("java", java.toString())
        .put("heap_megabytes", heapMegabytes);
  }

  private Map<String, String> server(int port) {
    return Map.ofEntries(
        Map.entry("coordinator", "true"),
        Map.entry("node-scheduler.include-coordinator", "true"),
        Map.entry("node.environment", "sluice"),
        Map.entry("node.id", "sluice"),
        Map.entry("node.bind-ip", "127.0.0.1"),
        Map.entry("node.internal-address", "127.0.0.1"),
        Map.entry("discovery.uri", "http://127.0.0.1:" + port),
        Map.entry("http-server.http.port", Integer.toString(port)),
        Map.entry("http-server.log.enabled", "false"),
        Map.entry("catalog.management", "static"),
        Map.entry("plugin.dir", plugins.toString()),
        // A query gets half of the heap, the rest of the server at least a quarter.
        Map.entry("query.max-memory-per-node", heapMegabytes / 2 + "MB"),
        Map.entry("query.max-memory", heapMegabytes / 2 + "MB"),
        Map.entry("memory.heap-headroom-per-node", heapMegabytes / 4 + "MB"),
        Map.entry("query.max-history", "20"),
        Map.entry("query.min-expire-age", "1m"));
  }

  private Map<String, String> catalog() {
    return Map.of(
        "connector.name", "delta_lake",
        // Locations are local:///…, relative to the lake: nothing else can be named.
        "fs.native-local.enabled", "true",
        "local.location", lake.toString(),
        "hive.metastore", "file",
        "hive.metastore.catalog.dir", "local:///" + TableNames.FOLDER,
        "delta.security", "file",
        "security.config-file", RULES);
  }

  private List<String> jvmArguments() {
    return List.of(
        "-Xmx" + heapMegabytes + "m",
        // Small heap, few cores: starts faster and stays smaller than with G1.
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        // What runs once at a start is not worth optimizing: a third of its processor time.
        "-XX:Tier4InvocationThreshold=50000",
        "-XX:Tier4MinInvocationThreshold=6000",
        "-XX:Tier4CompileThreshold=150000",
        "-XX:Tier4BackEdgeThreshold=400000",
        "-Duser.timezone=UTC",
        "-Dfile.encoding=UTF-8",
        "-Djdk.attach.allowAttachSelf=true",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Dconfig=etc/config.properties",
        "-Dlog.levels-file=etc/log.properties");
  }

  /** Escapes what properties files ask for; paths may hold anything. */
  private static void store(Path file, Map<String, String> values) throws IOException {
    Properties properties = new Properties();
    properties.putAll(values);
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "Written by sluice at every start");
    }
  }
}
