package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Mixin: {@code --json}, for every command that says what came of a request. */
final class ResultOptions {
  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  /** Whether the result is for a program: then nothing else may be on stdout. */
  boolean isForPrograms() {
    return json;
  }

  /**
   * Writes a result.
   *
   * @param line the result for people
   */
  void print(Console console, JsonNode result, Function<JsonNode, String> line) {
    if (json) {
      printObject(console, result);
    } else {
      console.out().println(Cells.harmless(line.apply(result)));
      console.out().flush();
    }
  }

  /** Writes a result for programs. */
  void printObject(Console console, JsonNode result) {
    new Output(console, OutputFormat.JSON)
        .object(new ObjectMapper().convertValue(result, Map.class));
  }
}
