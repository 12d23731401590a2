package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import dev.sluice.local.StateDirectory;
import dev.sluice.local.doctor.Check;
import dev.sluice.local.doctor.Doctor;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice doctor}: what this machine has and lacks, with a fix for each lack. */
@Command(
    name = "doctor",
    description = "Check this machine: Java, memory, disk, ports, servers.",
    footer = {
      "",
      "Exit code 4 if something must be fixed before Sluice runs; warnings do not count.",
      "",
      "Example:",
      "  sluice doctor --json"
    })
final class DoctorCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private OutputOptions output;

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Check> checks = Doctor.examine(new StateDirectory(console.local()));
    if (output.format() == OutputFormat.TABLE) {
      checks.forEach(this::print);
    } else {
      new Output(console, output.format())
          .rows(
              List.of("name", "result", "found", "fix"),
              checks.stream().map(DoctorCommand::row).toList());
    }
    return (Doctor.isHealthy(checks) ? ExitCode.OK : ExitCode.DEPENDENCY_MISSING).code();
  }

  // Not a table: a fix must be readable in full.
  private void print(Check check) {
    String found = Cells.harmless(check.found());
    console.out().println("%-5s %-14s %s".formatted(word(check), check.name(), found));
    if (!check.fix().isEmpty()) {
      console.out().println(" ".repeat(21) + "fix: " + Cells.harmless(check.fix()));
    }
  }

  private static String word(Check check) {
    return check.result().name().toLowerCase(Locale.ROOT);
  }

  private static List<Object> row(Check check) {
    return List.of(check.name(), word(check), check.found(), check.fix());
  }
}
