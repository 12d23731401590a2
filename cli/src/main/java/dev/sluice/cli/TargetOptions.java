package dev.sluice.cli;

import dev.sluice.cli.emr.EmrDrivers;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Mixin: where the driver runs that a command is about. */
final class TargetOptions {
  @Option(
      names = "--target",
      paramLabel = "<local|emr>",
      defaultValue = "local",
      description = "Where the driver runs: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Target target;

  @Option(names = "--cluster", paramLabel = "<j-…>", description = "The cluster, for emr.")
  private String cluster;

  @Option(
      names = "--region",
      paramLabel = "<name>",
      description = "The region, for emr; without it, the one that AWS's tools would use.")
  private String region;

  enum Target {
    local,
    emr
  }

  boolean isEmr() {
    return target == Target.emr;
  }

  /** What reaches the drivers of the cluster that was named. */
  EmrDrivers emr(CommandSpec command, Consumer<String> progress) {
    if (cluster == null) {
      throw new ParameterException(
          command.commandLine(), "--target emr needs --cluster (such as j-2AXXXXXXGAPLF)");
    }
    return new EmrDrivers(cluster, Optional.ofNullable(region), progress);
  }
}
