package dev.sluice.cli.emr;

import dev.sluice.common.definition.AnalyzedDataset;
import java.nio.file.Path;
import java.util.List;

/**
 * A driver to be.
 *
 * @param jar what {@code sluice package} makes
 * @param platform the platform file
 * @param profile of the platform file; blank for none
 * @param lake the root that the platform file names
 * @param datasets what was found right
 * @param artifacts where jar and files go
 */
public record Submission(
    Path jar,
    Path platform,
    String profile,
    String lake,
    List<AnalyzedDataset> datasets,
    S3Url artifacts) {
  public Submission {
    datasets = List.copyOf(datasets);
  }
}
