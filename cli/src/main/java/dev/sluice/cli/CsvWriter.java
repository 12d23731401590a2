package dev.sluice.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** Rows as CSV after RFC 4180, lines ended by {@code \n}. */
final class CsvWriter {
  private final PrintStream out;

  CsvWriter(PrintStream out) {
    this.out = out;
  }

  void write(List<String> columns, Iterable<? extends List<?>> rows) {
    writeLine(columns);
    rows.forEach(this::writeLine);
  }

  private void writeLine(List<?> values) {
    out.print(values.stream().map(CsvWriter::field).collect(Collectors.joining(",", "", "\n")));
  }

  private static String field(Object value) {
    if (value == null) {
      return "";
    }
    String text = Cells.text(value);
    boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> ",\"\r\n".indexOf(c) >= 0);
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
