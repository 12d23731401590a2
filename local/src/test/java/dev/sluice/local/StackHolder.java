package dev.sluice.local;

import java.nio.file.Path;
import java.util.List;

/** A driver to be killed: starts the stack of a directory and holds it until told to stop. */
final class StackHolder {
  private StackHolder() {}

  public static void main(String[] arguments) throws Exception {
    StateDirectory state = new StateDirectory(Path.of(arguments[0]));
    LocalStack.Options options = new LocalStack.Options(Ports.free(), Ports.free(), List.of());
    LocalStack stack = LocalStack.start(state, options, LocalStack.Progress.SILENT);
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    stack.kafka().createTopic("left-behind", 1);
    System.out.println("ready");
    System.in.read();
  }

  /** Starts one in a JVM of its own; returns when its stack runs. */
  static Process startIn(StateDirectory state) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-Dsluice.home=" + System.getProperty("sluice.home"),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                StackHolder.class.getName(),
                state.root().toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var firstLine = process.inputReader().readLine();
    if (!"ready".equals(firstLine)) {
      throw new IllegalStateException("The driver said " + firstLine);
    }
    return process;
  }
}
