package dev.sluice.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Rows as aligned columns: numbers to the right, the widest columns cut first. */
final class TableWriter {
  private static final String GAP = "  ";
  // Below this a column says nothing; a narrower terminal has to wrap.
  private static final int NARROWEST = 4;

  private final PrintStream out;
  private final OptionalInt terminalWidth;

  TableWriter(PrintStream out, OptionalInt terminalWidth) {
    this.out = out;
    this.terminalWidth = terminalWidth;
  }

  void write(List<String> columns, Iterable<? extends List<?>> rows) {
    boolean[] numeric = new boolean[columns.size()];
    Arrays.fill(numeric, true);
    List<List<String>> cells = new ArrayList<>();
    for (List<?> row : rows) {
      cells.add(texts(row, numeric));
    }
    if (cells.isEmpty()) {
      Arrays.fill(numeric, false);
    }
    List<String> header = columns.stream().map(Cells::harmless).toList();
    int[] widths = fit(widths(header, cells));
    writeLine(header, widths, numeric);
    writeLine(Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths, numeric);
    cells.forEach(row -> writeLine(row, widths, numeric));
    out.println(cells.size() == 1 ? "1 row" : cells.size() + " rows");
  }

  private static List<String> texts(List<?> row, boolean[] numeric) {
    List<String> texts = new ArrayList<>(row.size());
    for (int column = 0; column < row.size(); column++) {
      Object value = row.get(column);
      numeric[column] &= value == null || value instanceof Number;
      texts.add(Cells.harmless(Cells.text(value)));
    }
    return texts;
  }

  private static int[] widths(List<String> header, List<List<String>> cells) {
    int[] widths = header.stream().mapToInt(Cells::width).toArray();
    for (List<String> row : cells) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], Cells.width(row.get(column)));
      }
    }
    return widths;
  }

  private int[] fit(int[] widths) {
    if (terminalWidth.isEmpty()) {
      return widths;
    }
    int available = terminalWidth.getAsInt() - GAP.length() * (widths.length - 1);
    while (Arrays.stream(widths).sum() > available) {
      int widest = widest(widths);
      if (widths[widest] <= NARROWEST) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private static int widest(int[] widths) {
    int widest = 0;
    for (int column = 1; column < widths.length; column++) {
      if (widths[column] > widths[widest]) {
        widest = column;
      }
    }
    return widest;
  }

  private void writeLine(List<String> cells, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = Cells.fitted(cells.get(column), widths[column]);
      String padding = " ".repeat(widths[column] - Cells.width(cell));
      line.append(column == 0 ? "" : GAP);
      line.append(numeric[column] ? padding + cell : cell + padding);
    }
    out.println(line.toString().stripTrailing());
  }
}
