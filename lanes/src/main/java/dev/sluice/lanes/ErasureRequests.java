package dev.sluice.lanes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.common.error.ErasureErrors;
import dev.sluice.common.table.LakeTable;
import dev.sluice.common.table.TableUpkeep;
import dev.sluice.silver.SubjectSearch;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases a person's records from every table of a dataset and from hot, under the lake's lease and
 * that of the dataset's replays (decision 0022). Bronze is searched while the lanes run; these then
 * flush and pause, and start anew on tables without the records. The ledger names the records
 * before the first of them goes, and bronze loses them last: whoever dies in between does it again.
 */
public final class ErasureRequests implements RequestHandler<Request.Erase> {
  private static final Logger LOG = LoggerFactory.getLogger(ErasureRequests.class);

  private final RequestContext context;

  public ErasureRequests(RequestContext context) {
    this.context = context;
  }

  /**
   * What a request would erase, and of what nobody can say whose it is. Changes nothing and needs
   * no lease.
   *
   * @param id the person's, to be looked for among what cannot be read
   * @return {@code dataset}, {@code records}, {@code rows} by table, {@code unknown} rows that only
   *     silver has, {@code named_but_staying} coordinates, {@code unreadable} records of bronze,
   *     how many of them are {@code mentioning} the id, and the first {@code mentions}
   */
  public JsonNode plan(Request.Erase asked, String id) {
    return erasure(asked, tables(asked)).plan(id);
  }

  @Override
  public JsonNode handle(Request.Erase asked, Work work) throws Exception {
    context.giveWayToLanes();
    try (Lease lease =
        context
            .leases()
            .replay(asked.dataset(), () -> ErasureErrors.erasureWaitsForReplay(asked.dataset()))) {
      return erase(asked, work);
    }
  }

  private ObjectNode erase(Request.Erase asked, Work work) throws InterruptedException {
    ErasedTables tables = tables(asked);
    Erasure erasure = erasure(asked, tables);
    ObjectNode result = erasure.run(work);
    if (asked.vacuum()) {
      work.progress().accept("VACUUM of all tables of " + asked.dataset());
      result.put("files_deleted", vacuum(tables));
      erasure.noteVacuum();
    }
    LOG.info("Erased: {}", result);
    return result;
  }

  /** Whoever began to read before loses files. The lanes began after. */
  private static long vacuum(ErasedTables tables) {
    Instant now = Instant.now();
    return tables.all().stream()
        .filter(LakeTable::exists)
        .mapToLong(table -> new TableUpkeep(table).vacuum(now))
        .sum();
  }

  private ErasedTables tables(Request.Erase asked) {
    return new ErasedTables(context, asked.dataset());
  }

  private Erasure erasure(Request.Erase asked, ErasedTables tables) {
    return new Erasure(
        context,
        asked,
        tables,
        new SubjectSearch(
            context.session(),
            tables.deployed(),
            context.platform().registry(),
            QuarantineRequests.refusing(
                why -> ErasureErrors.erasureNeedsRegistry(asked.dataset(), why))));
  }
}
