package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.AnalyzedDataset.AnalyzedAggregate;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.TakenAway;
import dev.sluice.common.error.ApplyErrors;
import dev.sluice.common.error.SluiceException;
import dev.sluice.common.table.Generation;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps in the lake what a driver is started with: the definition of each dataset's generation in
 * force, and which gold tables that has. Compares it with the one before, since the file may be an
 * older one (decision 0027). Under the driver's lease.
 */
final class DefinitionKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(DefinitionKeeper.class);

  private final DeployedDefinitions definitions;
  private final Generations generations;
  private final AuditNotes audits;

  DefinitionKeeper(PlatformDefinition platform, Configuration hadoop) {
    this.definitions = new DeployedDefinitions(platform, hadoop);
    Lake lake = new Lake(platform.lake());
    this.generations = new Generations(lake, hadoop);
    this.audits = new AuditNotes(lake, hadoop);
  }

  /**
   * Refuses what would show in clear what the definition before protects.
   *
   * @throws SluiceException SL-4083
   */
  void requireProtection(AnalyzedDataset dataset) {
    List<String> shown =
        before(dataset).map(before -> TakenAway.protection(before, dataset)).orElse(List.of());
    if (!shown.isEmpty()) {
      throw ApplyErrors.wouldBeInClear(dataset.name(), shown);
    }
  }

  /**
   * Keeps a definition in place of the one before.
   *
   * @return what somebody should know of that, a sentence each
   */
  List<String> keep(AnalyzedDataset dataset) {
    List<String> warnings =
        before(dataset)
            .map(before -> TakenAway.aggregates(before, dataset))
            .orElse(List.of())
            .stream()
            .map(aggregate -> notWritten(dataset, aggregate))
            .toList();
    warnings.forEach(LOG::warn);
    write(dataset);
    return warnings;
  }

  private static String notWritten(AnalyzedDataset dataset, String aggregate) {
    return "Dataset %s goes on with a definition that has no aggregate %s, which it had before:"
            .formatted(dataset.name(), aggregate)
        + " gold."
        + aggregate
        + " stays as it is. If the file is an older one, start with the newer one";
  }

  /** The definition that the dataset last ran with, if that is another one and still understood. */
  private Optional<AnalyzedDataset> before(AnalyzedDataset dataset) {
    int inForce = generations.inForce(dataset.name()).number();
    try {
      return definitions.readOther(dataset.name(), inForce, files(dataset));
    } catch (SluiceException notUnderstood) {
      LOG.warn(
          "The definition that {} last ran with cannot be compared with: {}",
          dataset.name(),
          notUnderstood.getMessage());
      return Optional.empty();
    }
  }

  private static DefinitionFiles files(AnalyzedDataset dataset) {
    return DefinitionFiles.read(dataset.definition().file());
  }

  private void write(AnalyzedDataset dataset) {
    Generation inForce = generations.inForce(dataset.name());
    String version = dataset.definition().version();
    if (!inForce.definition().isEmpty() && !inForce.definition().equals(version)) {
      LOG.warn(
          "{} is in generation {}, replayed with definition {}; this driver goes on with {}",
          dataset.name(),
          inForce.number(),
          inForce.definition(),
          version);
    }
    DefinitionFiles next = files(dataset);
    noteDedup(dataset.name(), inForce.number(), next);
    definitions.write(dataset, next, inForce.number());
    nameAggregates(dataset, inForce);
  }

  /** Rows that silver has may repeat one another by the next definition. */
  private void noteDedup(String dataset, int generation, DefinitionFiles next) {
    definitions
        .find(dataset, generation)
        .filter(before -> !before.dedup().equals(next.dedup()))
        .ifPresent(before -> audits.judgedOtherwise(dataset, generation, Instant.now()));
  }

  /** The first generation needs no names: it has whatever no pointer names. */
  private void nameAggregates(AnalyzedDataset dataset, Generation inForce) {
    List<String> aggregates = names(dataset);
    if (inForce.turn() > 1 && !Set.copyOf(aggregates).equals(Set.copyOf(inForce.aggregates()))) {
      generations.move(
          dataset.name(),
          inForce.number(),
          dataset.definition().version(),
          inForce.aggregates(),
          aggregates);
    }
  }

  static List<String> names(AnalyzedDataset dataset) {
    return dataset.aggregates().stream().map(AnalyzedAggregate::name).toList();
  }
}
