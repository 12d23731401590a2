package dev.sluice.cli;

import java.io.PrintStream;
import java.util.List;

/**
 * Rows one below the other, a line per value: for rows of so many columns that a table of them
 * would show a few letters of each.
 */
final class RecordWriter {
  /** Narrower columns hide most dates, ids and amounts. */
  private static final int READABLE = 12;

  private final PrintStream out;
  private final int terminalWidth;

  RecordWriter(PrintStream out, int terminalWidth) {
    this.out = out;
    this.terminalWidth = terminalWidth;
  }

  /** Whether a table of so many columns would be of no use on this terminal. */
  boolean suits(int columns) {
    return columns * READABLE > terminalWidth;
  }

  void write(List<String> columns, Iterable<? extends List<?>> rows) {
    List<String> names = columns.stream().map(Cells::harmless).toList();
    int nameWidth = names.stream().mapToInt(Cells::width).max().orElse(0);
    int number = 0;
    for (List<?> row : rows) {
      number++;
      out.println("row " + number);
      for (int column = 0; column < names.size(); column++) {
        String name = names.get(column);
        String gap = " ".repeat(nameWidth - Cells.width(name) + 2);
        String value = Cells.harmless(Cells.text(row.get(column)));
        out.println(Cells.fitted("  " + name + gap + value, terminalWidth));
      }
    }
    out.println(number == 1 ? "1 row" : number + " rows");
    out.flush();
  }
}
