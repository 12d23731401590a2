package dev.sluice.local;

import dev.sluice.common.error.StackErrors;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A real schema registry (Apicurio, through its Confluent API) in a JVM of its own on 127.0.0.1. It
 * keeps its schemas in a file below its directory, and dies with this JVM. A start returns when it
 * takes questions.
 */
public final class RegistryServer extends LocalServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(120);

  private final Options options;
  private final JavaHome java;

  /** Of its own: this class is also asked for an address alone, by commands that start nothing. */
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private RegistryServer(
      Options options, JavaHome java, Consumer<ProcessHandle> onStart, Runnable afterClose) {
    super(
        new Place("registry", options.port(), options.directory(), options.log(), START_LIMIT),
        onStart,
        afterClose);
    this.options = options;
    this.java = java;
  }

  /**
   * How to run a registry.
   *
   * @param program the unpacked registry
   * @param directory its schemas; created when missing
   * @param log receives its output
   * @param port where it listens
   */
  public record Options(Path program, Path directory, Path log, int port) {}

  /**
   * Starts one on a free port in a temporary directory, which {@link #close()} deletes: for tests.
   * The registry is fetched into the user's cache if it is not there.
   */
  public static RegistryServer start() {
    Path program =
        new RegistryDownload(TrinoInstallation.userCache(), DownloadProgress.STDERR).find();
    Path directory = Folders.temporary("sluice-registry");
    Options options =
        new Options(
            program, directory.resolve("data"), directory.resolve("registry.log"), Ports.free());
    return start(options, process -> {}, () -> Folders.delete(directory));
  }

  /** The same with options; every process it comes to run is reported as soon as it exists. */
  static RegistryServer start(Options options, Consumer<ProcessHandle> onStart) {
    return start(options, onStart, () -> {});
  }

  private static RegistryServer start(
      Options options, Consumer<ProcessHandle> onStart, Runnable afterClose) {
    JavaHome java =
        JavaHome.forRegistry()
            .orElseThrow(() -> StackErrors.noJavaForRegistry(JavaHome.REGISTRY_FEATURE));
    RegistryServer server = new RegistryServer(options, java, onStart, afterClose);
    server.restart();
    return server;
  }

  @Override
  List<String> command() {
    Path data = options.directory().toAbsolutePath().resolve("registry");
    return List.of(
        java.java().toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        // Processor time is what is scarce at a start.
        "-XX:TieredStopAtLevel=1",
        "-Duser.timezone=UTC",
        "-Dquarkus.http.host=127.0.0.1",
        "-Dquarkus.http.port=" + options.port(),
        "-Dquarkus.management.host=127.0.0.1",
        "-Dquarkus.management.port=" + Ports.free(),
        "-Dquarkus.log.level=WARN",
        "-Dapicurio.storage.kind=sql",
        "-Dapicurio.storage.sql.kind=h2",
        "-Dapicurio.datasource.url=jdbc:h2:file:" + data,
        "-jar",
        options.program().resolve("quarkus-run.jar").toString());
  }

  @Override
  boolean answers() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri() + "/subjects"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Where its Confluent API begins. */
  public URI uri() {
    return api(options.port());
  }

  /** Where the Confluent API of a local registry begins. */
  public static URI api(int port) {
    return api("127.0.0.1:" + port);
  }

  /** The same of a server at {@code host:port}. */
  public static URI api(String address) {
    return URI.create("http://" + address + "/apis/ccompat/v7");
  }
}
