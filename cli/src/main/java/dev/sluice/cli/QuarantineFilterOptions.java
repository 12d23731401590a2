package dev.sluice.cli;

import dev.sluice.common.table.QuarantineFilter;
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

  /** The rows that wait and fit the options. */
  QuarantineFilter filter() {
    return new QuarantineFilter(
        QuarantineFilter.WAITING,
        reasons,
        Optional.ofNullable(rule),
        Optional.ofNullable(since),
        Optional.ofNullable(until),
        Optional.empty());
  }

  /** The options for people, such as {@code reason MALFORMED, since 2026-03-01T00:00:00Z}. */
  String words() {
    List<String> words = new ArrayList<>();
    reasons.forEach(reason -> words.add("reason " + reason));
    Optional.ofNullable(rule).ifPresent(name -> words.add("rule " + name));
    Optional.ofNullable(since).ifPresent(time -> words.add("since " + time));
    Optional.ofNullable(until).ifPresent(time -> words.add("until " + time));
    return words.isEmpty() ? "all that wait" : String.join(", ", words);
  }

  boolean areGiven() {
    return !reasons.isEmpty() || rule != null || since != null || until != null;
  }
}
