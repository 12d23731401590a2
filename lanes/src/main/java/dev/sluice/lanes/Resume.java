package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.table.Lake;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets silver of a dataset go on: rows up to bronze's end of now hold it no more. Where no lane of
 * the dataset runs, the next one learns it at its start.
 */
public final class Resume implements RequestHandler<Request.Resume> {
  private static final Logger LOG = LoggerFactory.getLogger(Resume.class);

  private final HoldFiles files;
  private final Function<String, Optional<SilverGate>> gates;

  /**
   * @param gates of datasets whose lanes run, by name
   */
  Resume(HoldFiles files, Function<String, Optional<SilverGate>> gates) {
    this.files = files;
    this.gates = gates;
  }

  /** For a process without lanes, that holds the lease itself. */
  public static Resume withoutLanes(Lake lake, Configuration hadoop) {
    return new Resume(new HoldFiles(lake, hadoop), dataset -> Optional.empty());
  }

  @Override
  public JsonNode handle(Request.Resume asked, Work work) {
    String dataset = asked.dataset();
    Optional<SilverGate> gate = gates.apply(dataset);
    Optional<Hold> lifted = gate.isPresent() ? gate.get().resume() : resumeAtNextStart(dataset);
    LOG.info("Resumed {}: {}", dataset, lifted);
    return result(dataset, lifted, gate.isPresent());
  }

  private Optional<Hold> resumeAtNextStart(String dataset) {
    Optional<Hold> hold = files.held(dataset);
    hold.ifPresent(
        known -> {
          // First this: whoever dies in between has said to go on.
          files.acknowledgeWithBronze(
              dataset, files.acknowledged(dataset).furthest(known.through()));
          files.lift(dataset);
        });
    return hold;
  }

  private static ObjectNode result(String dataset, Optional<Hold> lifted, boolean running) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("dataset", dataset);
    result.put("was_held", lifted.isPresent());
    result.put("running", running);
    lifted.ifPresent(
        hold -> {
          HoldStatus status = hold.status(dataset);
          result.put("kind", status.kind());
          result.put("code", status.code());
          result.put("message", status.message());
          result.put("since", status.since().toString());
        });
    return result;
  }
}
