package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.error.LakeErrors;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.TableFolder;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the tables of generations that nobody needs, under the lake's lease and that of the
 * dataset's replays: none is being made, compared or caught up meanwhile. A generation is marked
 * before its first file goes, so that nobody goes on with a half of it, and a removal that died is
 * finished by the next one.
 */
public final class GenerationRemoval implements RequestHandler<Request.RemoveGenerations> {
  private static final Logger LOG = LoggerFactory.getLogger(GenerationRemoval.class);

  private final Leases leases;
  private final OldGenerations old;
  private final Generations generations;

  /**
   * @param hadoop of the Spark session, or {@link dev.sluice.common.spark.Sessions#hadoop()}
   */
  public GenerationRemoval(Lake lake, Configuration hadoop) {
    this.leases = Leases.of(lake, hadoop);
    this.old = new OldGenerations(lake, hadoop);
    this.generations = new Generations(lake, hadoop);
  }

  @Override
  public JsonNode handle(Request.RemoveGenerations asked, Work work) {
    String dataset = asked.dataset();
    try (Lease lease =
        leases.replay(
            dataset, () -> LakeErrors.generationsAreUsed(dataset, "a replay of it runs"))) {
      return remove(asked, work);
    }
  }

  private ObjectNode remove(Request.RemoveGenerations asked, Work work) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("dataset", asked.dataset());
    ArrayNode removed = result.putArray("removed");
    Duration stay = Duration.ofSeconds(asked.staySeconds());
    for (StoredGeneration generation : old.of(asked.dataset(), stay, asked.rollbackToo())) {
      if (generation.goes()) {
        work.check();
        work.progress().accept("removing generation %d".formatted(generation.number()));
        generations.remove(asked.dataset(), generation.number());
        old.tables(asked.dataset(), generation.number()).forEach(TableFolder::delete);
        removed.add(generation.number());
        LOG.info("Removed: {}", generation);
      }
    }
    return result;
  }
}
