package dev.sluice.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Results on stdout in the format that was asked for. Values may be null, booleans, numbers,
 * strings, {@code java.time} and {@code java.sql} times, bytes (written as base64), maps and lists.
 */
public final class Output {
  private final Console console;
  private final OutputFormat format;

  public Output(Console console, OutputFormat format) {
    this.console = console;
    this.format = format;
  }

  /** Whether results are for a program: then nothing else may be on stdout. */
  public boolean isForPrograms() {
    return format != OutputFormat.TABLE;
  }

  /** All rows, each with a value per column. A table reads them all first, to align them. */
  public void rows(List<String> columns, Iterable<? extends List<?>> rows) {
    switch (format) {
      case TABLE -> new TableWriter(console.out(), console.terminal().width()).write(columns, rows);
      case JSON -> new JsonWriter(console.out()).write(columns, rows);
      case CSV -> new CsvWriter(console.out()).write(columns, rows);
    }
    console.out().flush();
  }

  /** One object, e.g. a summary: a line per value for people, one JSON object, one CSV row. */
  public void object(Map<String, ?> values) {
    List<String> names = List.copyOf(values.keySet());
    switch (format) {
      case TABLE -> values.forEach(this::line);
      case JSON -> new JsonWriter(console.out()).write(values);
      case CSV ->
          new CsvWriter(console.out()).write(names, List.of(new ArrayList<>(values.values())));
    }
    console.out().flush();
  }

  private void line(String name, Object value) {
    console.out().println(name + ": " + Cells.harmless(Cells.text(value)));
  }
}
