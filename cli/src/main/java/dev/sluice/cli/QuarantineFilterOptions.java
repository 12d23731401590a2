package dev.sluice.cli;

import dev.sluice.cli.query.QuarantineFilter;
import dev.sluice.common.table.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Mixin: which quarantined rows are meant. */
final class QuarantineFilterOptions {
  @Option(
      names = "--reason",
      paramLabel = "<reason>",
      description = "Rows with this reason, such as MALFORMED; may be repeated.")
  private List<Reason> reasons = new ArrayList<>();

  @Option(
      names = "--rule",
      paramLabel = "<name>",
      description = "Rows that failed this rule, alone or among others.")
  private String rule;

  @Option(
      names = "--since",
      paramLabel = "<time>",
      converter = Moment.class,
      description = "Rows that arrived then or later: `2 hours` ago, 2026-03-01T12:00:00Z.")
  private Instant since;

  @Option(
      names = "--until",
      paramLabel = "<time>",
      converter = Moment.class,
      description = "Rows that arrived before.")
  private Instant until;

  QuarantineFilter filter() {
    return new QuarantineFilter(
        reasons,
        Optional.ofNullable(rule),
        Optional.ofNullable(since),
        Optional.ofNullable(until),
        Optional.empty());
  }

  boolean areGiven() {
    return !reasons.isEmpty() || rule != null || since != null || until != null;
  }
}
