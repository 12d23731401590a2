package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.DatasetDefinition.Dedup;
import dev.sluice.common.definition.DefinitionFiles;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.AuditErrors;
import dev.sluice.common.error.LakeErrors;
import dev.sluice.common.table.CommitEntry;
import dev.sluice.common.table.Generations;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.Reached;
import dev.sluice.common.table.TableUpkeep;
import dev.sluice.gold.GoldReach;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audit, OPTIMIZE, checkpoint and VACUUM of one table at a time, under the lake's lease (design
 * 4.1, points 1 and 9). Bronze, silver and quarantine are only appended to and are maintained
 * beside their lane; gold is rewritten, so its lane waits between two of its rounds. No row
 * changes, and the newest commit tells as before how far the table reaches.
 */
public final class Maintenance implements RequestHandler<Request.Maintain> {
  private static final Logger LOG = LoggerFactory.getLogger(Maintenance.class);

  private final SparkSession session;
  private final Lake lake;
  private final Function<String, Lock> goldTurns;
  private final Generations generations;
  private final DeployedDefinitions definitions;
  private final Leases leases;
  private final AuditNotes audits;
  private final ObjLongConsumer<String> onAudit;

  /**
   * @param goldTurns by aggregate, what its lane holds while it writes
   * @param onAudit takes a dataset and how many violations an audit has found
   */
  Maintenance(
      SparkSession session,
      PlatformDefinition platform,
      Function<String, Lock> goldTurns,
      ObjLongConsumer<String> onAudit) {
    this.session = session;
    this.lake = new Lake(platform.lake());
    this.goldTurns = goldTurns;
    Configuration hadoop = session.sparkContext().hadoopConfiguration();
    this.generations = new Generations(lake, hadoop);
    this.definitions = new DeployedDefinitions(platform, hadoop);
    this.leases = Leases.of(lake, hadoop);
    this.audits = new AuditNotes(lake, hadoop);
    this.onAudit = onAudit;
  }

  /** For a process without lanes, that holds the lease itself. */
  public static Maintenance withoutLanes(SparkSession session, PlatformDefinition platform) {
    return new Maintenance(
        session, platform, aggregate -> new ReentrantLock(), (dataset, violations) -> {});
  }

  @Override
  public JsonNode handle(Request.Maintain asked, Work work) {
    session.sparkContext().setLocalProperty("spark.scheduler.pool", "maintenance");
    MaintainedTable table = MaintainedTable.find(session, lake, generations.all(), asked.table());
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("table", table.sqlName());
    result.put("path", table.table().path());
    if (asked.vacuumSeconds() >= 0) {
      leases
          .runningReplay()
          .ifPresent(
              replayed -> {
                throw LakeErrors.replayReads(table.sqlName(), replayed);
              });
    }
    if (asked.audit() && table.isSilver()) {
      result.set("audit", audit(table, work));
    }
    work.check();
    if (asked.optimize()) {
      work.progress().accept(table.sqlName() + ": OPTIMIZE");
      result.set("optimize", optimize(table));
    }
    work.check();
    if (asked.checkpoint()) {
      work.progress().accept(table.sqlName() + ": checkpoint");
      table.table().checkpointLog(1);
      result.put("checkpoint_version", table.table().checkpointVersion());
    }
    work.check();
    if (asked.vacuumSeconds() >= 0) {
      work.progress().accept(table.sqlName() + ": VACUUM");
      result.set("vacuum", vacuum(table, Duration.ofSeconds(asked.vacuumSeconds())));
    }
    LOG.info("Maintained: {}", result);
    return result;
  }

  private ObjectNode audit(MaintainedTable silver, Work work) {
    int generation = generations.inForce(silver.name()).number();
    DefinitionFiles definition =
        definitions
            .find(silver.name(), generation)
            .orElseThrow(() -> AuditErrors.definitionUnknown(silver.sqlName(), lake.root()));
    return definition
        .dedup()
        .map(dedup -> audit(silver, generation, dedup, work).toJson())
        .orElseGet(
            () ->
                JsonNodeFactory.instance
                    .objectNode()
                    .put("skipped", "its definition has no silver.dedup"));
  }

  /** Looks at what nobody has looked at yet; what was found is looked at until it is gone. */
  private AuditReport audit(MaintainedTable silver, int generation, Dedup dedup, Work work) {
    String dataset = silver.name();
    AuditReport report =
        new UniquenessAudit(silver.table(), dedup)
            .run(
                audits.uniqueAt(dataset, generation),
                audits.judgedSince(dataset, generation),
                work);
    audits.audited(dataset, generation, report);
    onAudit.accept(dataset, report.violations());
    return report;
  }

  private ObjectNode optimize(MaintainedTable table) {
    TableUpkeep.Compaction done = inTurn(table, () -> new TableUpkeep(table.table()).optimize());
    table.table().carryForward(table.isGold() ? said -> said : Maintenance::reachedOnly);
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("files_removed", done.filesRemoved());
    result.put("files_added", done.filesAdded());
    return result;
  }

  /** Without a flush's accounting, which would count twice. */
  private static ObjectNode reachedOnly(ObjectNode said) {
    return Reached.fromJson(said).toJson();
  }

  private <T> T inTurn(MaintainedTable table, Supplier<T> work) {
    if (!table.isGold()) {
      return work.get();
    }
    Lock turn = goldTurns.apply(table.name());
    turn.lock();
    try {
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  private ObjectNode vacuum(MaintainedTable table, Duration stay) {
    Instant now = Instant.now();
    Instant keptFrom = now.minus(stay);
    if (table.isSilver()) {
      keptFrom = earlier(keptFrom, neededFrom(table));
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("files_deleted", new TableUpkeep(table.table()).vacuum(keptFrom));
    result.put("kept_from", keptFrom.toString());
    return result;
  }

  /**
   * Gold reads the files that silver's versions added, also those that OPTIMIZE has replaced since:
   * what the slowest aggregate has not consumed stays.
   */
  private Instant neededFrom(MaintainedTable silver) {
    int generation = generations.inForce(silver.name()).number();
    AnalyzedDataset dataset =
        definitions
            .read(silver.name(), generation)
            .orElseThrow(() -> LakeErrors.consumersUnknown(silver.sqlName(), lake.root()));
    Instant needed = Instant.MAX;
    for (String aggregate : DefinitionKeeper.names(dataset)) {
      LakeTable gold = new LakeTable(session, lake.gold(aggregate, generation));
      long consumed = gold.exists() ? GoldReach.consumed(gold, gold.version()) : -1;
      if (silver.table().hasAdded(consumed, silver.table().version())) {
        // What is not in the log is as old as can be.
        Instant at = silver.table().entry(consumed).map(CommitEntry::at).orElse(Instant.EPOCH);
        needed = earlier(needed, at);
      }
    }
    return needed;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
