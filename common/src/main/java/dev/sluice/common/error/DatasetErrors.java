package dev.sluice.common.error;

import java.nio.file.Path;
import java.util.List;

/** Messages about dataset files: finding, testing and drafting them. */
public final class DatasetErrors {
  private DatasetErrors() {}

  /** SL-4012: nothing was said to run. */
  public static SluiceException noDatasets() {
    return new SluiceException(
        "SL-4012",
        ExitCode.USAGE,
        "Cannot start: no dataset file was named, and there is none in ./datasets",
        "name them: `sluice up examples/clickstream/dataset.yaml`");
  }

  /** SL-4040: there is no dataset of that name where datasets are looked for. */
  public static SluiceException unknownDataset(String name, List<Path> looked) {
    return new SluiceException(
        "SL-4040",
        ExitCode.USAGE,
        "Cannot find dataset "
            + name
            + ": there is no such file, and none of "
            + String.join(", ", looked.stream().map(Path::toString).toList()),
        "name its file: `sluice test examples/clickstream/dataset.yaml`");
  }

  /** SL-4041: nothing to test. */
  public static SluiceException noDatasetTests(List<Path> files) {
    return new SluiceException(
        "SL-4041",
        ExitCode.USAGE,
        "Cannot test: there is no test in "
            + String.join(", ", files.stream().map(Path::toString).toList()),
        "write some under tests:, see docs/how-to/test-a-dataset.md");
  }

  /** SL-4060: nothing to draft a dataset from. */
  public static SluiceException noSample(String from, long others) {
    return new SluiceException(
        "SL-4060",
        ExitCode.FAILED,
        "Cannot draft a dataset from "
            + from
            + ": it has no events"
            + (others == 0 ? "" : " (" + others + " values that are no JSON objects)"),
        "events are JSON objects, in a file one a line; for Avro and Protobuf write the dataset by"
            + " docs/how-to/avro.md");
  }

  /** SL-4061: a file that would be overwritten. */
  public static SluiceException fileIsThere(Path file) {
    return new SluiceException(
        "SL-4061",
        ExitCode.FAILED,
        "Cannot write " + file + ": it is there already",
        "choose another folder with --to, or overwrite it with --force");
  }

  /** SL-4062: no field of a sample can be what a dataset needs. */
  public static SluiceException nothingInTheSampleIs(String what, String needed) {
    return new SluiceException(
        "SL-4062",
        ExitCode.FAILED,
        "Cannot draft a dataset: no field of the sample can be "
            + what
            + " (in all events, "
            + needed
            + ")",
        "take more or other events; a dataset cannot do without");
  }
}
