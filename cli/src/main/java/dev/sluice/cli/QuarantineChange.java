package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.cli.spark.RequestJob;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.common.table.QuarantineFilter;
import dev.sluice.lanes.QuarantineRequests;
import dev.sluice.lanes.Request;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** What {@code quarantine replay} and {@code quarantine discard} have in common. */
abstract class QuarantineChange implements Callable<Integer> {
  private final Console console;

  @Mixin private LakeOptions lake;
  @Mixin private QuarantineSelection selection;
  @Mixin private ResultOptions results;

  QuarantineChange(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    QuarantineFilter rows = selection.rows();
    PlatformDefinition platform = lake.platform(console);
    LakeCatalog catalog = LakeCatalog.find(new Lake(platform.lake()));
    String name =
        catalog.table(LakeCatalog.Layer.QUARANTINE.text() + "." + selection.dataset()).name();
    confirm(console, name, selection.words());
    try (RequestJob<Request.OfQuarantine> job =
        new RequestJob<>("quarantine", console, platform, QuarantineRequests::new)) {
      results.print(console, job.execute(request(name, rows)), this::line);
    }
    return ExitCode.OK.code();
  }

  /**
   * Asks, where it cannot be undone.
   *
   * @param rows which, in words
   */
  abstract void confirm(Console console, String name, String rows);

  abstract Request.OfQuarantine request(String name, QuarantineFilter rows);

  /** The result for people. */
  abstract String line(JsonNode result);
}
