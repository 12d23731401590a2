package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Aggregate;
import dev.sluice.common.definition.DatasetDefinition.Hot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Whether every row of gold has a key of its own in Redis, for as long as it can change. */
final class HotCheck {
  private final Aggregate aggregate;
  private final Hot hot;
  private final String path;
  private final Report report;

  HotCheck(Aggregate aggregate, Hot hot, String aggregatePath, Report report) {
    this.aggregate = aggregate;
    this.hot = hot;
    this.path = aggregatePath + ".hot";
    this.report = report;
  }

  void check(Optional<Duration> late) {
    checkTtl(late.orElse(Duration.ZERO));
    Optional<HotKeyTemplate> template = HotKeyTemplate.parse(hot.key());
    if (template.isEmpty()) {
      keyProblem("braces do not pair up", "write {column}");
    } else {
      checkPlaceholders(template.get().columns());
      template
          .get()
          .unseparated()
          .forEach(pair -> keyProblem("nothing separates " + pair, "put a colon between them"));
    }
  }

  private void checkTtl(Duration late) {
    Duration shortest = aggregate.window().length().plus(late);
    if (hot.ttl().compareTo(shortest) < 0) {
      report.problem(
          path + ".ttl",
          path + ".ttl: " + Durations.shown(hot.ttl()) + " is shorter than window + late.after",
          "at least " + Durations.shown(shortest));
    }
  }

  private void checkPlaceholders(List<String> placeholders) {
    List<String> known = new ArrayList<>(aggregate.groupBy());
    known.add(HotKeyTemplate.WINDOW_START);
    for (String placeholder : placeholders) {
      if (!known.contains(placeholder)) {
        keyProblem(
            "unknown placeholder {" + Shown.text(placeholder) + "}",
            Nearest.hint(placeholder, known));
      }
    }
    placeholders.stream()
        .filter(placeholder -> Collections.frequency(placeholders, placeholder) > 1)
        .distinct()
        .forEach(twice -> keyProblem("has {" + Shown.text(twice) + "} twice", "once is enough"));
    for (String needed : known) {
      if (!placeholders.contains(needed)) {
        keyProblem(
            "leaves out {" + Shown.text(needed) + "}, so that different rows share a key",
            "add {" + Shown.text(needed) + "}");
      }
    }
  }

  private void keyProblem(String message, String hint) {
    report.problem(path + ".key", path + ".key: " + message, hint);
  }
}
