package dev.sluice.cli;

import dev.sluice.cli.query.Answer;
import java.util.List;
import java.util.function.Supplier;

/** Gets an answer that takes a while, and prints it. */
final class Answers {
  private final Console console;
  private final OutputFormat format;

  Answers(Console console, OutputFormat format) {
    this.console = console;
    this.format = format;
  }

  /**
   * Prints an answer.
   *
   * @param waiting what is shown meanwhile, such as {@code starting Spark…}
   */
  void print(String waiting, Supplier<Answer> question) {
    Answer answer = patiently(waiting, question);
    if (answer.isText() && format == OutputFormat.TABLE) {
      printText(answer.rows());
    } else {
      printRows(answer);
    }
    if (answer.isCut()) {
      console.error().println("there are more rows: --limit shows more, --json and --csv show all");
    }
  }

  private void printRows(Answer answer) {
    RecordWriter records =
        new RecordWriter(console.out(), console.terminal().width().orElse(Integer.MAX_VALUE));
    if (format == OutputFormat.TABLE && records.suits(answer.columns().size())) {
      records.write(answer.columns(), answer.rows());
    } else {
      new Output(console, format).rows(answer.columns(), answer.rows());
    }
  }

  private Answer patiently(String waiting, Supplier<Answer> question) {
    try (Progress progress = new Progress(console)) {
      if (console.terminal().errorIsTerminal()) {
        progress.show(List.of(waiting));
      }
      return question.get();
    }
  }

  private void printText(Iterable<List<Object>> rows) {
    for (List<Object> row : rows) {
      row.forEach(
          value ->
              Cells.text(value)
                  .lines()
                  .forEach(line -> console.out().println(Cells.harmless(line))));
    }
    console.out().flush();
  }
}
