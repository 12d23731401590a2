package dev.sluice.cli;

import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.lanes.AuditNotes;
import dev.sluice.lanes.AuditReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables that maintenance would take, with what the last audit said of those of silver. */
final class MaintainedTables {
  private final AuditNotes audits;
  private final List<LakeCatalog.Table> tables;

  MaintainedTables(String lake, List<LakeCatalog.Table> tables) {
    this.audits = new AuditNotes(new Lake(lake), Sessions.hadoop());
    this.tables = tables;
  }

  void show(Console console, boolean json) {
    if (json) {
      List<?> objects = tables.stream().map(this::object).toList();
      new Output(console, OutputFormat.JSON).object(Map.of("tables", objects));
    } else {
      tables.stream().map(this::line).forEach(console.out()::println);
    }
  }

  private Map<String, Object> object(LakeCatalog.Table table) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("table", table.sqlName());
    lastAudit(table)
        .ifPresent(
            audit -> {
              object.put("audited_at", audit.at());
              object.put("violations", audit.violations());
            });
    return object;
  }

  private String line(LakeCatalog.Table table) {
    return table.sqlName()
        + lastAudit(table)
            .map(
                audit ->
                    " (audited %s: %s)"
                        .formatted(
                            audit.at(),
                            audit.violations() == 0
                                ? "unique"
                                : "%,d rows repeat another".formatted(audit.violations())))
            .orElse("");
  }

  private Optional<AuditReport> lastAudit(LakeCatalog.Table table) {
    return table.layer() == LakeCatalog.Layer.SILVER
        ? audits.last(table.name(), table.generation())
        : Optional.empty();
  }
}
