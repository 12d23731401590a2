package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * What the documentation tells a reader to type exists, and what answers at once is run. The demo
 * and the local stack run in {@link DemoTest} and {@link UpDownTest}.
 */
class ReadmeTest {
  private static final Path REPOSITORY = Path.of(System.getProperty("sluice.home"));
  private static final List<String> PAGES =
      List.of(
          "README.md",
          "docs/reference/commands.md",
          "docs/how-to/replay.md",
          "docs/how-to/maintain.md",
          "docs/how-to/rules.md",
          "docs/how-to/test-a-dataset.md",
          "docs/how-to/quarantine.md",
          "docs/how-to/erase.md",
          "docs/how-to/airflow.md",
          "examples/README.md");
  private static final List<String> LAUNCHER_VERBS = List.of("package");
  private static final List<String> ANSWER_AT_ONCE = List.of("validate", "explain", "doctor");

  private static final Pattern BLOCK =
      Pattern.compile("^```(?:sh|bash)\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final String COMMAND = "./sluice ";

  /** A command of a page. */
  record Line(String page, String text) {
    List<String> words() {
      List<String> words = new ArrayList<>();
      Matcher word = WORD.matcher(text.substring(COMMAND.length()).replaceAll(" +#.*", ""));
      while (word.find()) {
        words.add(word.group(1) == null ? word.group(2) : word.group(1));
      }
      return words;
    }
  }

  static List<Line> lines() throws IOException {
    List<Line> lines = new ArrayList<>();
    for (String page : PAGES) {
      Matcher block = BLOCK.matcher(Files.readString(REPOSITORY.resolve(page)));
      while (block.find()) {
        block
            .group(1)
            .lines()
            .filter(text -> text.startsWith(COMMAND))
            .forEach(text -> lines.add(new Line(page, text)));
      }
    }
    return lines;
  }

  static Stream<Line> linesOfTheCli() throws IOException {
    return lines().stream()
        .filter(line -> !LAUNCHER_VERBS.contains(line.words().get(0)))
        .filter(line -> !testsTheProject(line.words()));
  }

  /** Without a dataset, {@code test} is the launcher's too. */
  private static boolean testsTheProject(List<String> words) {
    return words.get(0).equals("test")
        && words.stream().skip(1).allMatch(word -> word.startsWith("-"));
  }

  static Stream<Line> linesThatAnswerAtOnce() throws IOException {
    return lines().stream().filter(line -> ANSWER_AT_ONCE.contains(line.words().get(0)));
  }

  @ParameterizedTest
  @MethodSource("linesOfTheCli")
  void everyCommandIsOneThatSluiceUnderstands(Line line) {
    Console console = TestConsole.piped(REPOSITORY).console();
    CommandLine main = Main.commandLine(console, new FailureReport(console));

    assertThatCode(() -> main.parseArgs(line.words().toArray(String[]::new)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("linesThatAnswerAtOnce")
  void commandsThatAnswerAtOnceDo(Line line) {
    TestConsole console = TestConsole.piped(REPOSITORY);
    String[] words =
        line.words().stream()
            .map(word -> word.startsWith("examples/") ? REPOSITORY.resolve(word).toString() : word)
            .toArray(String[]::new);

    int code = console.run(words);

    // The doctor judges the machine; 4 is an answer too.
    assertThat(code).as(console.error()).isIn(0, words[0].equals("doctor") ? 4 : 0);
    assertThat(console.out()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "test", "doctor", "validate", "explain", "up", "status", "down"})
  void theReadmeShowsHowToBegin(String command) throws IOException {
    assertThat(lines())
        .anyMatch(line -> line.page().equals("README.md") && line.words().get(0).equals(command));
  }

  @Test
  void theReferenceHasAHeadingForEveryCommandAndForNoOther() throws IOException {
    Console console = TestConsole.piped(REPOSITORY).console();
    List<String> commands = new ArrayList<>(LAUNCHER_VERBS);
    Main.commandLine(console, new FailureReport(console))
        .getSubcommands()
        .forEach(
            (name, command) -> {
              if (!command.getCommandSpec().usageMessage().hidden()) {
                commands.add(name);
              }
            });

    assertThat(Files.readAllLines(REPOSITORY.resolve("docs/reference/commands.md")))
        .filteredOn(line -> line.startsWith("## "))
        .map(line -> line.substring(3))
        .containsExactlyInAnyOrderElementsOf(commands);
  }
}
