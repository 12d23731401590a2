package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.Reason;
import dev.sluice.silver.QuarantineReplay;
import dev.sluice.silver.QuarantineStates;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has rows judged again that were refused because the registry did not know their schema, or did
 * not say, once it does. Whether it does is asked beside the lanes, which pause only when there is
 * something to gain. For one thread.
 */
final class SchemaRedrive {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaRedrive.class);

  static final QuarantineFilter ROWS =
      QuarantineFilter.waiting(List.of(Reason.SCHEMA_UNKNOWN, Reason.SCHEMA_UNAVAILABLE));

  private final SparkSession session;
  private final PlatformDefinition platform;
  private final Supplier<List<AnalyzedDataset>> datasets;
  private final RequestHandler quarantine;
  private final RedriveTimes times;
  private final Lake lake;
  private final Generations generations;

  /**
   * @param datasets those that run, asked for each time
   * @param quarantine does {@link Request.ReplayQuarantine}
   * @param times when a dataset is looked at
   */
  SchemaRedrive(
      SparkSession session,
      PlatformDefinition platform,
      Supplier<List<AnalyzedDataset>> datasets,
      RequestHandler quarantine,
      RedriveTimes times) {
    this.session = session;
    this.platform = platform;
    this.datasets = datasets;
    this.quarantine = quarantine;
    this.times = times;
    this.lake = new Lake(platform.lake());
    this.generations = new Generations(lake, session.sparkContext().hadoopConfiguration());
  }

  /** Looks at the datasets whose time has come. */
  void round(RequestHandler.Work work) {
    for (AnalyzedDataset dataset : datasets.get()) {
      boolean namesSchemas = dataset.definition().schema().format().registered().isPresent();
      if (namesSchemas && times.isDue(dataset.name())) {
        times.looked(dataset.name(), redriven(dataset, work));
      }
    }
  }

  private boolean redriven(AnalyzedDataset dataset, RequestHandler.Work work) {
    try {
      return redrive(dataset, work);
    } catch (RequestHandler.Interrupted ends) {
      return false;
    } catch (Exception later) {
      LOG.warn("Cannot tell whether schemas of {} are known now", dataset.name(), later);
      return false;
    }
  }

  /**
   * Judges a dataset's rows again if that would change any.
   *
   * @return whether it did
   */
  private boolean redrive(AnalyzedDataset dataset, RequestHandler.Work work) throws Exception {
    session.sparkContext().setLocalProperty("spark.scheduler.pool", "maintenance");
    QuarantineStates states =
        new QuarantineStates(
            session, lake, dataset.name(), generations.inForce(dataset.name()).number());
    if (!wouldChange(dataset, states)) {
      return false;
    }
    LOG.info(
        "The registry knows schemas of {} that it did not: {}", dataset.name(), ROWS.reasons());
    quarantine.handle(Request.ReplayQuarantine.of(dataset.name(), ROWS.toJson()), work);
    return true;
  }

  private boolean wouldChange(AnalyzedDataset dataset, QuarantineStates states) {
    try (QuarantineReplay replay =
        new QuarantineReplay(
            session,
            dataset,
            states,
            platform.registry(),
            QuarantineRequests.refusing(dataset.name()))) {
      return replay.wouldChange(ROWS);
    }
  }
}
