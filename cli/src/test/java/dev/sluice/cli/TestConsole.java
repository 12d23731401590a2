package dev.sluice.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;

/** A console that keeps what was written. */
final class TestConsole {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();
  private final Console console;

  private TestConsole(Path home, Terminal terminal) {
    console = new Console(stream(out), stream(error), home, terminal);
  }

  /** Stdout and stderr are pipes. */
  static TestConsole piped(Path home) {
    return new TestConsole(home, Terminal.none());
  }

  /** Both are a terminal of this width, without colour. */
  static TestConsole terminal(int width) {
    return new TestConsole(Path.of("unused"), new Terminal(OptionalInt.of(width), true, false));
  }

  Console console() {
    return console;
  }

  int run(String... arguments) {
    return Main.run(console, arguments);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String error() {
    return error.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
