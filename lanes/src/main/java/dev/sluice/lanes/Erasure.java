package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.error.ErasureErrors;
import dev.sluice.common.table.ErasureLedger;
import dev.sluice.common.table.RecordIdentity;
import dev.sluice.common.table.RowCoordinates;
import dev.sluice.silver.SilverSubjects;
import dev.sluice.silver.SubjectRows;
import dev.sluice.silver.SubjectSearch;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
   * What it would erase, and of what nobody can say whose it is. Changes nothing.
   *
   * @param id the person's, to be looked for among what cannot be read
   * @throws dev.sluice.common.error.SluiceException SL-4078 when it can be nobody's
   */
  JsonNode plan(String id) {
    search.requireId(id);
    SubjectRows inBronze =
        search.find(
            tables.bronze().read(),
            asked.subject(),
            unreadable(),
            id.getBytes(StandardCharsets.UTF_8));
    SilverSubjects older = tables.olderThanBronze(asked, search.field());
    Set<RecordIdentity> records = new LinkedHashSet<>(inBronze.records());
    records.addAll(older.records());
    ObjectNode plan = described(records, tables.rows(records), older.unknown());
    plan.put("unreadable", inBronze.unreadable());
    plan.put("mentioning", inBronze.mentioning());
    inBronze.mentions().forEach(row -> plan.withArray("mentions").add(row.toString()));
    return plan;
  }

  /**
   * Erases what bronze has when the lanes have paused, and what silver alone has; where there is
   * nothing when the search begins, they do not pause.
   */
  ObjectNode run(RequestHandler.Work work) throws InterruptedException {
    work.progress().accept("searching bronze of " + asked.dataset());
    Optional<ErasureLedger.Entry> begun = ledger.find(asked.id());
    long searched = tables.bronze().version();
    Set<RecordIdentity> found = new LinkedHashSet<>();
    long unknown = 0;
    if (begun.isEmpty()) {
      SilverSubjects older = tables.olderThanBronze(asked, search.field());
      unknown = older.unknown();
      requireKnown(unknown);
      found.addAll(older.records());
      addThoseIn(tables.bronze().readAt(searched), found);
      work.check();
      if (found.isEmpty()) {
        return result(entry(found, unknown), 0, 0);
      }
    }
    work.progress().accept("the lanes of " + asked.dataset() + " flush and pause");
    try (PausedLanes paused = context.pause(asked.dataset())) {
      List<DatasetContext> generations = tables.caughtUp(paused.ran().orElseGet(tables::deployed));
      if (begun.isEmpty()) {
        addThoseIn(tables.bronze().added(searched, tables.bronze().version()), found);
      }
      ErasureLedger.Entry entry = begun.isPresent() ? begun.get() : entry(found, unknown);
      write(entry);
      long cells = erase(entry.identities(), generations, paused.ran().isPresent(), work);
      write(entry.finished());
      return result(entry, cells, paused.millis());
    }
  }

  private void requireKnown(long unknown) {
    if (unknown > 0 && !asked.leaveUnknown()) {
      throw ErasureErrors.rowsOfNobodyKnown(asked.dataset(), unknown);
    }
  }

  private void addThoseIn(Dataset<Row> bronze, Set<RecordIdentity> found) {
    found.addAll(search.find(bronze, asked.subject(), unreadable()).records());
    if (found.size() > MOST_RECORDS) {
      throw ErasureErrors.erasureTooLarge(asked.dataset(), found.size(), MOST_RECORDS);
    }
  }

  private Set<RowCoordinates> unreadable() {
    return asked.unreadable().stream()
        .flatMap(text -> RowCoordinates.parse(text).stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private ErasureLedger.Entry entry(Set<RecordIdentity> records, long unknown) {
    return ErasureLedger.Entry.begun(
        asked.id(), asked.subject(), tables.rows(records), unknown, records);
  }

  /** Says in the ledger that the bytes are gone too. */
  void noteVacuum() {
    ledger.find(asked.id()).map(ErasureLedger.Entry::withoutBytes).ifPresent(this::write);
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

  private ObjectNode result(ErasureLedger.Entry entry, long cells, long pausedMillis) {
    ObjectNode result = described(entry.identities(), entry.rows(), entry.unknown());
    result.put("id", entry.id());
    result.put("gold_cells", cells);
    result.put("paused_ms", pausedMillis);
    return result;
  }

  private ObjectNode described(
      Collection<RecordIdentity> records, Map<String, Long> rows, long unknown) {
    ObjectNode described = JSON.createObjectNode();
    described.put("dataset", asked.dataset());
    described.put("records", records.size());
    described.set("rows", JSON.valueToTree(rows));
    described.put("unknown", unknown);
    Set<RowCoordinates> staying = unreadable();
    records.forEach(record -> staying.remove(record.coordinates()));
    ArrayNode named = described.putArray("named_but_staying");
    staying.forEach(row -> named.add(row.toString()));
    return described;
  }
}
