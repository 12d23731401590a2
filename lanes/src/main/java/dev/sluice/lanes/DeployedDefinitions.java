package dev.sluice.lanes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.ReplayErrors;
import dev.sluice.common.table.ControlFiles;
import dev.sluice.common.table.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The definition that each generation of a dataset is made with, word by word, in the lake: {@code
 * {lake}/_sluice/definitions/<dataset>/g<N>.json}. A driver writes it at its start, a replay when
 * it begins; so a replay, a swap and a rollback need no file of whoever asks for them.
 */
public final class DeployedDefinitions {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ControlFiles files;
  private final PlatformDefinition platform;

  DeployedDefinitions(PlatformDefinition platform, Configuration hadoop) {
    this.files = new ControlFiles(new Lake(platform.lake()), hadoop);
    this.platform = platform;
  }

  /** Keeps the definition of a generation, in place of the one before. */
  void write(AnalyzedDataset dataset, DefinitionFiles definition, int generation) {
    try {
      files.write(name(dataset.name(), generation), JSON.writeValueAsBytes(definition));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The definition of a generation, if it was ever made with one that was kept. */
  Optional<AnalyzedDataset> read(String dataset, int generation) {
    return find(dataset, generation).map(definition -> definition.require(platform));
  }

  /** The same as it was written. */
  Optional<DefinitionFiles> find(String dataset, int generation) {
    return find(files, dataset, generation);
  }

  /**
   * The same of one that has to be known.
   *
   * @throws dev.sluice.common.error.SluiceException SL-2007 when it is not
   */
  AnalyzedDataset require(String dataset, int generation) {
    return read(dataset, generation)
        .orElseThrow(
            () ->
                ReplayErrors.noDeployedDefinition(
                    dataset, generation, new Lake(platform.lake()).root()));
  }

  /** The same if it was made of other files than these. */
  Optional<AnalyzedDataset> readOther(String dataset, int generation, DefinitionFiles than) {
    return find(files, dataset, generation)
        .filter(kept -> !kept.equals(than))
        .map(definition -> definition.require(platform));
  }

  /** The same as it was written, whatever the platform of whoever asks. */
  public static Optional<DefinitionFiles> find(
      Lake lake, Configuration hadoop, String dataset, int generation) {
    return find(new ControlFiles(lake, hadoop), dataset, generation);
  }

  private static Optional<DefinitionFiles> find(
      ControlFiles files, String dataset, int generation) {
    return files.read(name(dataset, generation)).map(DeployedDefinitions::parse);
  }

  /** Makes a generation with the definition of another one. */
  void copy(String dataset, int from, int to) {
    files.write(name(dataset, to), files.read(name(dataset, from)).orElseThrow());
  }

  private static DefinitionFiles parse(byte[] content) {
    try {
      return JSON.readValue(content, DefinitionFiles.class);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot understand a deployed definition", e);
    }
  }

  /** Where the definitions of a dataset's generations lie, as {@link ControlFiles} names it. */
  static String folder(String dataset) {
    return "definitions/" + dataset;
  }

  private static String name(String dataset, int generation) {
    return folder(dataset) + "/g" + generation + ".json";
  }
}
