package dev.sluice.emr;

import static org.awaitility.Awaitility.await;

import dev.sluice.local.ManagedProcess;
import dev.sluice.local.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Spark's own master and two workers of two cores each, as child processes on 127.0.0.1. */
final class StandaloneCluster implements AutoCloseable {
  private static final int WORKERS = 2;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path directory;
  private final int port = Ports.free();
  private final int page = Ports.free();
  private final ManagedProcess master;
  private final List<ManagedProcess> workers = new ArrayList<>();

  private StandaloneCluster(Path directory) {
    this.directory = directory;
    this.master =
        start(
            "master",
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--webui-port",
            Integer.toString(page));
  }

  /** Starts one and waits until the master knows its workers. */
  static StandaloneCluster start(Path directory) {
    StandaloneCluster cluster = new StandaloneCluster(directory);
    for (int worker = 0; worker < WORKERS; worker++) {
      cluster.workers.add(cluster.startWorker("worker" + worker));
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> cluster.state().contains("\"aliveworkers\" : " + WORKERS));
    return cluster;
  }

  private ManagedProcess startWorker(String name) {
    return start(
        name,
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        "127.0.0.1",
        "--webui-port",
        Integer.toString(Ports.free()),
        "--cores",
        "2",
        "--memory",
        "4g",
        "--work-dir",
        directory.resolve(name).toString(),
        url());
  }

  private ManagedProcess start(String name, String main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "JAVA_HOME=" + System.getProperty("java.home"),
                "SPARK_HOME=" + SparkHome.path(),
                "SPARK_LOCAL_IP=127.0.0.1",
                "SPARK_DAEMON_MEMORY=256m",
                "SPARK_DAEMON_JAVA_OPTS=-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
                SparkHome.path().resolve("bin/spark-class").toString(),
                main));
    command.addAll(List.of(arguments));
    return ManagedProcess.start(command, directory, directory.resolve(name + ".log"));
  }

  /** What {@code --master} is given. */
  String url() {
    return "spark://127.0.0.1:" + port;
  }

  /**
   * The processes with a main class that the workers have started. Java sees the first 4 KiB of a
   * command line only: class paths have to be short.
   */
  List<ProcessHandle> processes(String mainClass) {
    return workers.stream()
        .flatMap(worker -> worker.handle().children())
        .filter(process -> arguments(process).anyMatch(mainClass::equals))
        .toList();
  }

  private static Stream<String> arguments(ProcessHandle process) {
    return process.info().arguments().stream().flatMap(Stream::of);
  }

  /** What the master says of itself, its workers and drivers: JSON. Empty while it does not. */
  String state() {
    try {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page + "/json/")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (ConnectException notYet) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    workers.forEach(ManagedProcess::close);
    master.close();
  }
}
