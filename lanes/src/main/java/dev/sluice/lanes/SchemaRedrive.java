package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.Reason;
import dev.sluice.silver.QuarantineReplay;
import dev.sluice.silver.QuarantineStates;
import java.util.List;
import java.util.function.Supplier;
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

  private final RequestContext context;
  private final Supplier<List<AnalyzedDataset>> datasets;
  private final RedriveTimes times;

  /**
   * @param datasets those that run, asked for each time
   * @param times when a dataset is looked at
   */
  SchemaRedrive(
      RequestContext context, Supplier<List<AnalyzedDataset>> datasets, RedriveTimes times) {
    this.context = context;
    this.datasets = datasets;
    this.times = times;
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
    context.giveWayToLanes();
    int inForce = context.generations().inForce(dataset.name()).number();
    QuarantineStates states = context.quarantine(dataset.name(), inForce);
    if (!wouldChange(dataset, states)) {
      return false;
    }
    LOG.info(
        "The registry knows schemas of {} that it did not: {}", dataset.name(), ROWS.reasons());
    new QuarantineRequests(context)
        .handle(Request.ReplayQuarantine.of(dataset.name(), ROWS.toJson()), work);
    return true;
  }

  private boolean wouldChange(AnalyzedDataset dataset, QuarantineStates states) {
    try (QuarantineReplay replay =
        new QuarantineReplay(
            context.session(),
            dataset,
            states,
            context.platform().registry(),
            QuarantineRequests.refusing(dataset.name()))) {
      return replay.wouldChange(ROWS);
    }
  }
}
