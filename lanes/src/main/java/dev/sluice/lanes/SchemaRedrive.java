package dev.sluice.lanes;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.common.table.Reason;
import dev.sluice.silver.QuarantineReplay;
import dev.sluice.silver.QuarantineStates;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has rows judged again that were refused because the registry did not know their schema, or did
 * not say, once it does. Whether it does is asked beside the lanes, which pause only when there is
 * something to gain. Between two looks at a dataset lie pauses that double. For one thread.
 */
final class SchemaRedrive {
  private static final Logger LOG = LoggerFactory.getLogger(SchemaRedrive.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  static final QuarantineFilter ROWS =
      QuarantineFilter.waiting(List.of(Reason.SCHEMA_UNKNOWN, Reason.SCHEMA_UNAVAILABLE));

  private final RequestContext context;
  private final Supplier<List<AnalyzedDataset>> datasets;
  private final Map<String, Look> next = new HashMap<>();

  /** When a dataset is looked at again. */
  private record Look(long atNanos, Duration pause) {
    static Look after(Duration pause) {
      return new Look(System.nanoTime() + pause.toNanos(), pause);
    }

    boolean isDue() {
      return System.nanoTime() - atNanos >= 0;
    }

    Look later() {
      Duration twice = pause.multipliedBy(2);
      return after(twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE);
    }
  }

  /**
   * @param datasets those that run, asked for each time
   */
  SchemaRedrive(RequestContext context, Supplier<List<AnalyzedDataset>> datasets) {
    this.context = context;
    this.datasets = datasets;
  }

  /** Looks at the datasets whose time has come. */
  void round(RequestHandler.Work work) {
    for (AnalyzedDataset dataset : datasets.get()) {
      if (dataset.definition().schema().format().registered().isPresent()) {
        Look look = next.computeIfAbsent(dataset.name(), name -> Look.after(FIRST_PAUSE));
        if (look.isDue()) {
          next.put(
              dataset.name(), redriven(dataset, work) ? Look.after(FIRST_PAUSE) : look.later());
        }
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
  boolean redrive(AnalyzedDataset dataset, RequestHandler.Work work) throws Exception {
    context.giveWayToLanes();
    int inForce = context.generations().inForce(dataset.name()).number();
    QuarantineStates states = context.quarantine(dataset.name(), inForce);
    if (!wouldChange(dataset, states)) {
      return false;
    }
    LOG.info(
        "The registry knows schemas of {} that it did not: {}", dataset.name(), ROWS.reasons());
    new QuarantineRequests(context)
        .handle(new Request.ReplayQuarantine(dataset.name(), ROWS.toJson()), work);
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
