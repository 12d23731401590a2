package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.common.error.ExitCode;
import dev.sluice.common.spark.Sessions;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.lanes.Request;
import dev.sluice.lanes.RequestClient;
import dev.sluice.lanes.Resume;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice resume <dataset>}: silver that waits goes on. Starts no Spark. */
@Command(
    name = "resume",
    description = "Let silver of a dataset go on that waits for somebody to say so.",
    footer = {
      "",
      "Silver waits after a rule with onFail: stop, or a breaker; `sluice status` says why. Rows that",
      "bronze has by now hold it no more: bad ones go to quarantine. The driver does it; without one,",
      "the next one to start.",
      "",
      "Examples:",
      "  sluice resume clickstream",
      "  sluice resume clickstream --json"
    })
final class ResumeCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private LakeOptions options;
  @Mixin private ResultOptions results;

  @Parameters(paramLabel = "<dataset>", description = "The dataset's name.")
  private String dataset;

  ResumeCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    Lake lake = options.lake(console);
    String name = LakeCatalog.find(lake).table("bronze." + dataset).name();
    Configuration hadoop = Sessions.hadoop();
    RequestClient<Request.Resume> client =
        new RequestClient<>(lake, hadoop, Resume.withoutLanes(lake, hadoop), line -> {});
    results.print(console, client.execute(new Request.Resume(name)), ResumeCommand::line);
    return ExitCode.OK.code();
  }

  private static String line(JsonNode result) {
    String name = result.get("dataset").asText();
    if (!result.get("was_held").asBoolean()) {
      return name + ": silver does not wait for anybody";
    }
    String next = result.get("running").asBoolean() ? "goes on" : "goes on when a driver starts";
    return "%s: silver %s; it had waited since %s (%s)"
        .formatted(name, next, result.get("since").asText(), result.get("code").asText());
  }
}
