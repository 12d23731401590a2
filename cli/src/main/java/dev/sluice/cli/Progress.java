package dev.sluice.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Progress on stderr: a block of lines that rewrites itself on a terminal, and otherwise a plain
 * block now and then. Not for more than one thread.
 */
public final class Progress implements AutoCloseable {
  private static final Duration BETWEEN_PLAIN_BLOCKS = Duration.ofSeconds(10);

  private final PrintStream error;
  private final boolean rewrites;
  private final LongSupplier nanoClock;
  private int shownLines;
  private long lastShown;
  private boolean shownBefore;

  public Progress(Console console) {
    this(console, System::nanoTime);
  }

  Progress(Console console, LongSupplier nanoClock) {
    this.error = console.error();
    this.rewrites = console.terminal().errorIsTerminal();
    this.nanoClock = nanoClock;
  }

  /** A line that stays. */
  public void say(String line) {
    erase();
    error.println(Cells.harmless(line));
    error.flush();
  }

  /** Replaces the block shown last. */
  public void show(List<String> lines) {
    if (rewrites) {
      erase();
      print(lines);
      shownLines = lines.size();
    } else if (isDue()) {
      print(lines);
      lastShown = nanoClock.getAsLong();
      shownBefore = true;
    }
  }

  /** Removes the block, so that what is printed next stands alone. */
  @Override
  public void close() {
    erase();
    error.flush();
  }

  private boolean isDue() {
    return !shownBefore || nanoClock.getAsLong() - lastShown >= BETWEEN_PLAIN_BLOCKS.toNanos();
  }

  private void print(List<String> lines) {
    lines.forEach(line -> error.println(Cells.harmless(line)));
    error.flush();
  }

  private void erase() {
    if (shownLines > 0) {
      // Up to the block's first line, then clear to the end of the screen.
      error.print("\u001b[" + shownLines + "A\r\u001b[J");
      shownLines = 0;
    }
  }
}
