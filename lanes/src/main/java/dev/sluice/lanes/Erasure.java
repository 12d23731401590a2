package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.error.ErasureErrors;
import dev.sluice.common.table.ErasureLedger;
import dev.sluice.common.table.RecordIdentity;
import dev.sluice.common.table.RowCoordinates;
import dev.sluice.silver.SubjectRows;
import dev.sluice.silver.SubjectSearch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One request to erase, at work. */
final class Erasure {
  /** Written when the ledger has changed, for tests to die around. */
  static final String LEDGER = "ledger";

  /** As many as every task can hold. */
  private static final int MOST_RECORDS = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RequestContext context;
  private final Request.Erase asked;
  private final ErasedTables tables;
  private final SubjectSearch search;
  private final ErasureLedger ledger;

  /**
   * @param search of the dataset, by the definition that is deployed
   */
  Erasure(RequestContext context, Request.Erase asked, ErasedTables tables, SubjectSearch search) {
    this.context = context;
    this.asked = asked;
    this.tables = tables;
    this.search = search;
    this.ledger = new ErasureLedger(context.lake(), context.hadoop(), asked.dataset());
  }

  /**
   * What it would erase, and which records nobody can say whose they are. Changes nothing.
   *
   * @param id the person's, to be looked for among what cannot be read
   */
  JsonNode plan(String id) {
    SubjectRows found =
        search.find(
            tables.bronze().read(),
            asked.subject(),
            unreadable(),
            id.getBytes(StandardCharsets.UTF_8));
    ObjectNode plan = JSON.createObjectNode();
    plan.put("dataset", asked.dataset());
    plan.put("records", found.records().size());
    plan.set("rows", JSON.valueToTree(tables.rows(found.records())));
    plan.put("unreadable", found.unreadable());
    plan.put("mentioning", found.mentioning());
    found.mentions().forEach(row -> plan.withArray("mentions").add(row.toString()));
    return plan;
  }

  /**
   * Erases what bronze has when the lanes have paused; where it has nothing when the search begins,
   * they do not pause.
   */
  ObjectNode run(RequestHandler.Work work) throws InterruptedException {
    work.progress().accept("searching bronze of " + asked.dataset());
    Optional<ErasureLedger.Entry> begun = ledger.find(asked.id());
    long searched = tables.bronze().version();
    List<RecordIdentity> found =
        begun.isPresent() ? begun.get().identities() : find(tables.bronze().readAt(searched));
    work.check();
    if (found.isEmpty()) {
      return result(entry(found), 0, 0);
    }
    work.progress().accept("the lanes of " + asked.dataset() + " flush and pause");
    try (PausedLanes paused = context.pause(asked.dataset())) {
      Optional<AnalyzedDataset> ran = paused.ran();
      List<DatasetContext> generations = tables.caughtUp(ran.orElseGet(tables::deployed));
      if (begun.isEmpty()) {
        found.addAll(find(tables.bronze().added(searched, tables.bronze().version())));
      }
      ErasureLedger.Entry entry = begun.orElseGet(() -> entry(found));
      write(entry);
      long cells = erase(entry.identities(), generations, ran.isPresent(), work);
      write(entry.finished());
      return result(entry, cells, paused.millis());
    }
  }

  private List<RecordIdentity> find(Dataset<Row> bronze) {
    List<RecordIdentity> found =
        new ArrayList<>(search.find(bronze, asked.subject(), unreadable()).records());
    if (found.size() > MOST_RECORDS) {
      throw ErasureErrors.erasureTooLarge(asked.dataset(), found.size(), MOST_RECORDS);
    }
    return found;
  }

  private Set<RowCoordinates> unreadable() {
    return asked.unreadable().stream()
        .flatMap(text -> RowCoordinates.parse(text).stream())
        .collect(Collectors.toSet());
  }

  private ErasureLedger.Entry entry(List<RecordIdentity> records) {
    return ErasureLedger.Entry.begun(asked.id(), asked.subject(), tables.rows(records), records);
  }

  private void write(ErasureLedger.Entry entry) {
    ledger.write(entry);
    context.observer().written(LEDGER);
  }

  /** Bronze last: as long as it has the records, the next one who is asked finds them all. */
  private long erase(
      List<RecordIdentity> records,
      List<DatasetContext> generations,
      boolean lanesRan,
      RequestHandler.Work work) {
    long cells = 0;
    for (DatasetContext generation : generations) {
      work.check();
      work.progress()
          .accept(
              "erasing %,d records from generation %d of %s"
                  .formatted(records.size(), generation.generation().number(), asked.dataset()));
      boolean isInForce = generation == generations.get(0);
      cells += new GenerationErasure(generation, records).run(hot(isInForce, lanesRan));
    }
    GenerationErasure.remove(tables.bronze(), RecordIdentity.COLUMNS, records);
    context.observer().written("bronze");
    return cells;
  }

  private static GenerationErasure.Hot hot(boolean isInForce, boolean lanesRan) {
    if (!isInForce) {
      return GenerationErasure.Hot.NONE;
    }
    return lanesRan ? GenerationErasure.Hot.EMPTIED : GenerationErasure.Hot.ALL;
  }

  private static ObjectNode result(ErasureLedger.Entry entry, long cells, long pausedMillis) {
    ObjectNode result = JSON.createObjectNode();
    result.put("id", entry.id());
    result.put("records", entry.identities().size());
    result.set("rows", JSON.valueToTree(entry.rows()));
    result.put("gold_cells", cells);
    result.put("paused_ms", pausedMillis);
    return result;
  }
}
