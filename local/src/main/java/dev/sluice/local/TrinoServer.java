package dev.sluice.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A real Trino in a JVM of its own, coordinator and worker in one, on 127.0.0.1. Its configuration
 * stands in {@code etc} below its folder. A start returns when it takes queries.
 */
final class TrinoServer extends LocalServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(180);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Options options;

  private TrinoServer(Options options, Consumer<ProcessHandle> onStart) {
    super(
        new Place(
            "Trino",
            options.port(),
            options.directory(),
            options.log(),
            START_LIMIT,
            ManagedProcess.Lifetime.ITS_OWN),
        onStart,
        () -> {});
    this.options = options;
  }

  /**
   * How to run a server.
   *
   * @param directory its working directory, with {@code etc/config.properties}
   * @param log receives its output
   * @param port the one its configuration names
   * @param jvmArguments memory, system properties
   */
  record Options(
      JavaHome java,
      TrinoInstallation installation,
      Path directory,
      Path log,
      int port,
      List<String> jvmArguments) {
    Options {
      jvmArguments = List.copyOf(jvmArguments);
    }
  }

  /** Starts one that outlives this JVM; its process is reported as soon as it exists. */
  static void start(Options options, Consumer<ProcessHandle> onStart) {
    new TrinoServer(options, onStart).restart();
  }

  // Without Trino's own launcher: it would need a program for each platform to do no more.
  @Override
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(options.java().java().toString());
    command.addAll(options.jvmArguments());
    command.addAll(List.of("-cp", options.installation().classPath()));
    command.add("io.trino.server.TrinoServer");
    return command;
  }

  @Override
  boolean answers() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + options.port() + "/v1/info"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return CLIENT.send(request, BodyHandlers.ofString()).body().contains("\"starting\":false");
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
