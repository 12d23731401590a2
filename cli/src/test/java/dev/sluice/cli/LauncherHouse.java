package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A repository with the real launcher, a Maven that only pretends to build, and a CLI that prints
 * what it was started with.
 */
final class LauncherHouse {
  private static final Path REPOSITORY = Path.of(System.getProperty("sluice.home"));

  private static final String CLI =
      """
      package dev.sluice.cli;
      public class Main {
        public static void main(String[] arguments) {
          System.out.println("arguments " + String.join("|", arguments));
          for (String name : new String[] {"sluice.home", "user.dir", "user.timezone"}) {
            System.out.println(name + " " + System.getProperty(name));
          }
          if (arguments.length > 1 && arguments[1].equals("jvm")) {
            System.out.println(
                java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
          }
          if (arguments.length > 1 && arguments[0].equals("exit")) {
            System.exit(Integer.parseInt(arguments[1]));
          }
        }
      }
      """;

  // Reads what to do from files, so that a test can change its mind between two starts.
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      here=$(cd "$(dirname "$0")" && pwd)
      if [ "$1" = -v ]; then echo "Apache Maven 3.9.9 (pretended)"; exit; fi
      echo "$*" >>"$here/calls"
      while [ -f "$here/hold" ]; do read -r -t 0.05 <> <(:) || true; done
      case "$*" in
        *" test "*) . "$here/tests"; exit 0 ;;
        *spotless*) exit 0 ;;
      esac
      if [ -f "$here/failure" ]; then cat "$here/failure"; exit 1; fi
      echo "[INFO] Building Sluice :: common 0.1.0-SNAPSHOT [2/3]"
      for argument; do
        case $argument in -Dsluice.lib=*) lib=${argument#*=} ;; esac
      done
      mkdir -p "$lib" local-kafka/target/broker cli/target
      cp "$here/cli.jar" cli/target/sluice-cli-0.jar
      """;

  private static final String AIRFLOW =
      """
      #!/usr/bin/env bash
      [ ! -f '%1$s/airflow-failure' ] || { cat '%1$s/airflow-failure'; exit 1; }
      """;

  private final Path root;
  private final Path tools;

  private LauncherHouse(Path root, Path tools) {
    this.root = root;
    this.tools = tools;
  }

  /** Makes one at {@code root}, which must not exist yet. */
  static LauncherHouse at(Path root, Path tools) throws IOException {
    Files.createDirectories(tools);
    for (String file :
        List.of(
            "sluice",
            "cli/launcher/java.sh",
            "cli/launcher/build.sh",
            "cli/launcher/tests.sh",
            "pom.xml",
            ".mvn/jvm.config")) {
      Files.createDirectories(root.resolve(file).getParent());
      Files.copy(REPOSITORY.resolve(file), root.resolve(file));
    }
    root.resolve("sluice").toFile().setExecutable(true);
    Files.createDirectories(root.resolve("airflow"));
    Files.writeString(root.resolve("airflow/test"), AIRFLOW.formatted(tools));
    root.resolve("airflow/test").toFile().setExecutable(true);
    Files.createDirectories(root.resolve("cli/src/main/java"));
    Files.createDirectories(root.resolve("cli/src/test/java"));
    Files.createFile(root.resolve("cli/pom.xml"));
    writeCli(tools);
    Files.writeString(tools.resolve("mvn"), MAVEN);
    tools.resolve("mvn").toFile().setExecutable(true);
    return new LauncherHouse(root, tools);
  }

  Path root() {
    return root;
  }

  /** The same house after it was moved. */
  LauncherHouse movedTo(Path place) throws IOException {
    Files.move(root, place);
    return new LauncherHouse(place, tools);
  }

  /** A file beside the pretended Maven that tells it what to do. */
  Path tool(String name) {
    return tools.resolve(name);
  }

  /** How often Maven was asked to build. */
  long builds() throws IOException {
    if (!Files.exists(tool("calls"))) {
      return 0;
    }
    try (Stream<String> calls = Files.lines(tool("calls"))) {
      return calls.filter(call -> call.contains("package")).count();
    }
  }

  Ran run(String... arguments) {
    return finish(start(root.resolve("sluice"), root, Map.of(), arguments));
  }

  /** Starts the launcher under another name or from another folder. */
  Started start(Path launcher, Path folder, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile(tools, "out", "");
      Path error = Files.createTempFile(tools, "error", "");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(error.toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
      builder.environment().remove("SLUICE_BUILD");
      builder.environment().putAll(environment);
      return new Started(builder.start(), out, error);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Ran finish(Started started) {
    try {
      if (!started.process().waitFor(60, TimeUnit.SECONDS)) {
        started.process().destroyForcibly();
        throw new IllegalStateException("the launcher did not end: " + started.errorText());
      }
      return new Ran(
          started.process().exitValue(), Files.readString(started.out()), started.errorText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writeCli(Path tools) throws IOException {
    Path source = tools.resolve("Main.java");
    Files.writeString(source, CLI);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", tools.toString(), source.toString());
    if (failed != 0) {
      throw new IllegalStateException("the pretended CLI does not compile");
    }
    try (OutputStream file = Files.newOutputStream(tools.resolve("cli.jar"));
        JarOutputStream jar = new JarOutputStream(file)) {
      jar.putNextEntry(new JarEntry("dev/sluice/cli/Main.class"));
      jar.write(Files.readAllBytes(tools.resolve("dev/sluice/cli/Main.class")));
    }
  }

  record Started(Process process, Path out, Path error) {
    String errorText() {
      try {
        return new String(Files.readAllBytes(error), UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  record Ran(int exitCode, String out, String error) {}
}
