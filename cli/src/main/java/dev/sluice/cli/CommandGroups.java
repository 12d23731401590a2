package dev.sluice.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;

/** The commands of {@code sluice --help}, by what one wants to do. */
final class CommandGroups {
  /** Verbs of the launcher, which the CLI never sees. */
  private static final Map<String, String> LAUNCHER_VERBS =
      Map.of("package", "Make the jar for spark-submit on a cluster.");

  private static final List<Group> GROUPS =
      List.of(
          new Group("Start here", List.of("demo", "doctor", "explain")),
          new Group("Define", List.of("init", "validate", "test", "plan")),
          new Group(
              "Run", List.of("up", "status", "apply", "run", "stop", "down", "submit", "generate")),
          new Group("Look", List.of("sql", "peek", "quarantine", "trino")),
          new Group("Repair", List.of("resume", "replay", "maintain", "erase")),
          new Group("Develop", List.of("bench", "package")));

  private static final int NAME_WIDTH = 14;

  private CommandGroups() {}

  /** Whether help lists a command of this name. */
  static boolean list(String command) {
    return GROUPS.stream().anyMatch(group -> group.commands().contains(command));
  }

  static String render(Help help) {
    if (help.subcommands().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (Group group : GROUPS) {
      List<String> present = group.commands().stream().filter(name -> exists(help, name)).toList();
      if (!present.isEmpty()) {
        text.append("\n").append(bold(help, group.title())).append("\n");
        text.append(table(help, present));
      }
    }
    return text.toString();
  }

  private static String bold(Help help, String title) {
    return help.colorScheme().ansi().string("@|bold " + title + "|@");
  }

  private static boolean exists(Help help, String name) {
    return help.subcommands().containsKey(name) || LAUNCHER_VERBS.containsKey(name);
  }

  private static String table(Help help, List<String> names) {
    int width = help.commandSpec().usageMessage().width();
    TextTable table =
        TextTable.forColumns(
            help.colorScheme(),
            new Column(NAME_WIDTH, 2, Column.Overflow.SPAN),
            new Column(width - NAME_WIDTH, 2, Column.Overflow.WRAP));
    for (String name : names) {
      table.addRowValues(
          help.colorScheme().commandText(name), help.colorScheme().text(description(help, name)));
    }
    return table.toString();
  }

  private static String description(Help help, String name) {
    CommandLine command = help.commandSpec().subcommands().get(name);
    if (command == null) {
      return LAUNCHER_VERBS.get(name);
    }
    List<String> lines =
        new ArrayList<>(List.of(command.getCommandSpec().usageMessage().description()));
    return lines.isEmpty() ? "" : lines.get(0);
  }

  private record Group(String title, List<String> commands) {}
}
