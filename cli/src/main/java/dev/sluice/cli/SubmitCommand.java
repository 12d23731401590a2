package dev.sluice.cli;

import dev.sluice.cli.emr.EmrDrivers;
import dev.sluice.cli.emr.EmrDrivers.Submitted;
import dev.sluice.cli.emr.S3Url;
import dev.sluice.cli.emr.Submission;
import dev.sluice.common.Build;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformReader;
import dev.sluice.common.error.EmrErrors;
import dev.sluice.common.error.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice submit --target emr}: a driver as a step of a cluster. */
@Command(
    name = "submit",
    description = "Run the lanes of datasets on a cluster of EMR.",
    footer = {
      "",
      "Uploads the jar of `sluice package` and the files, and adds a step. Refuses a second driver",
      "for the same lake with exit code 6. Credentials are found as AWS's tools find them.",
      "",
      "Example:",
      "  sluice submit --target emr --cluster j-2AXXXXXXGAPLF --artifacts s3://my-artifacts \\",
      "    --platform platform.yaml datasets/clicks.yaml"
    })
final class SubmitCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private TargetOptions target;
  @Spec private CommandSpec spec;

  @Option(
      names = "--artifacts",
      paramLabel = "<s3://…>",
      required = true,
      description = "Where jar and files go.")
  private String artifacts;

  @Option(
      names = "--platform",
      paramLabel = "<file>",
      required = true,
      description = "The platform file.")
  private Path platform;

  @Option(
      names = "--profile",
      paramLabel = "<name>",
      defaultValue = "",
      description = "A profile of the platform file.")
  private String profile;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  @Parameters(arity = "1..*", paramLabel = "<file>", description = "Dataset files.")
  private List<Path> datasets;

  SubmitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!target.isEmr()) {
      throw new ParameterException(
          spec.commandLine(), "submit needs --target emr; on this machine it is `sluice up`");
    }
    S3Url place =
        S3Url.parse(artifacts)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "Invalid value for --artifacts: "
                            + artifacts
                            + " (must be s3://<bucket>)"));
    PlatformDefinition surroundings = PlatformReader.read(platform, profile, System.getenv());
    Path jar = jar();
    try (Progress progress = new Progress(console);
        EmrDrivers drivers = target.emr(spec, progress::say)) {
      Submitted submitted =
          drivers.submit(
              new Submission(
                  jar,
                  platform,
                  profile,
                  surroundings.lake(),
                  Definitions.require(datasets, surroundings),
                  place));
      new Output(console, json ? OutputFormat.JSON : OutputFormat.TABLE).object(object(submitted));
    }
    return ExitCode.OK.code();
  }

  private Path jar() {
    Path jar = console.home().resolve("emr/target/sluice-%s.jar".formatted(Build.read().version()));
    if (!Files.isRegularFile(jar)) {
      throw EmrErrors.notPackaged(jar);
    }
    return jar;
  }

  private static Map<String, Object> object(Submitted submitted) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("step", submitted.step());
    object.put("name", submitted.name());
    object.put("files", submitted.folder().toString());
    object.put("log", submitted.log());
    object.put("container_logs", submitted.containers());
    return object;
  }
}
