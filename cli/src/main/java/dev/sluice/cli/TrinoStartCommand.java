package dev.sluice.cli;

import dev.sluice.common.error.ExitCode;
import dev.sluice.common.error.TrinoErrors;
import dev.sluice.common.table.LakeCatalog;
import dev.sluice.local.JavaHome;
import dev.sluice.local.LocalTrino;
import dev.sluice.local.Ports;
import dev.sluice.local.ServerStatus;
import dev.sluice.local.StateDirectory;
import dev.sluice.local.TrinoDownload;
import dev.sluice.local.TrinoInstallation;
import dev.sluice.trino.FirstAnswer;
import dev.sluice.trino.LakeViews;
import dev.sluice.trino.TableNames;
import dev.sluice.trino.TrinoAddress;
import dev.sluice.trino.TrinoConfiguration;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice trino start}: runs Trino on its own; where one runs, renews names and views. */
@Command(
    name = "start",
    description = "Start Trino, or tell the one that runs of new tables.",
    footer = {
      "",
      "Fetches Trino (821 MB, once) through Maven into ~/.cache/sluice. Needs a JDK 24 or newer.",
      "",
      "Example:",
      "  sluice trino start --memory 2048"
    })
final class TrinoStartCommand implements Callable<Integer> {
  private static final int LEAST_MEGABYTES = 768;

  private final Console console;

  @Mixin private LakeOptions lake;
  @Spec private CommandSpec spec;

  @Option(
      names = "--memory",
      paramLabel = "<MB>",
      defaultValue = "" + TrinoConfiguration.DEFAULT_HEAP_MEGABYTES,
      description = "Bound of its heap (default ${DEFAULT-VALUE} MB).")
  private int megabytes;

  @Option(
      names = "--port",
      paramLabel = "<port>",
      defaultValue = "" + Ports.TRINO,
      description = "Where it listens (default ${DEFAULT-VALUE}); another one when it is taken.")
  private int port;

  TrinoStartCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Ranges.atLeast(LEAST_MEGABYTES, megabytes, "--memory", spec);
    StateDirectory state = new StateDirectory(console.local());
    LocalTrino trino = new LocalTrino(state);
    LakeCatalog catalog = LakeCatalog.look(lake.lake(console));
    Optional<ServerStatus> running = trino.running();
    running.ifPresent(server -> requireSame(trino, catalog.folder()));
    // Before the start: its first query finds them all.
    TableNames.Changes changes = TableNames.follow(catalog);
    ServerStatus server = running.orElseGet(() -> start(trino, catalog));
    Set<String> views = LakeViews.create(new TrinoAddress(server.endpoint()), catalog);
    print(server, catalog, changes, views, running.isPresent());
    return ExitCode.OK.code();
  }

  private static void requireSame(LocalTrino trino, Path wanted) {
    TrinoConfiguration.read(trino.folder())
        .map(TrinoConfiguration::lake)
        .filter(served -> !served.equals(wanted))
        .ifPresent(
            served -> {
              throw TrinoErrors.trinoServesAnotherLake(served, wanted.toString());
            });
  }

  private ServerStatus start(LocalTrino trino, LakeCatalog catalog) {
    JavaHome java =
        JavaHome.forTrino().orElseThrow(() -> TrinoErrors.noJavaForTrino(JavaHome.TRINO_FEATURE));
    TrinoInstallation installation = installation();
    try (Progress progress = new Progress(console)) {
      progress.show(List.of("starting Trino; log: " + trino.log()));
      TrinoConfiguration configuration =
          new TrinoConfiguration(catalog.folder(), installation.plugins(), java.path(), megabytes);
      ServerStatus server = trino.start(java, installation, port, configuration::write);
      FirstAnswer.await(new TrinoAddress(server.endpoint()), catalog);
      return server;
    }
  }

  private TrinoInstallation installation() {
    try (Progress progress = new Progress(console)) {
      String what = "Trino " + TrinoInstallation.VERSION;
      return new TrinoDownload(
              TrinoInstallation.userCache(),
              new ShownDownload(progress, what, TrinoDownload.ARCHIVE_BYTES))
          .find();
    }
  }

  private void print(
      ServerStatus server,
      LakeCatalog catalog,
      TableNames.Changes changes,
      Set<String> views,
      boolean ranBefore) {
    console
        .out()
        .println(
            "Trino %s at %s (process %d)"
                .formatted(ranBefore ? "runs" : "answers", server.endpoint(), server.pid()));
    console
        .out()
        .println(
            "  %d tables of %s (%d new, %d moved, %d gone), %d views"
                .formatted(
                    catalog.tables().size(),
                    Cells.harmless(catalog.root()),
                    changes.added().size(),
                    changes.moved().size(),
                    changes.removed().size(),
                    views.size()));
    console.out().println("  sluice sql \"select * from views.freshness\"");
    console.out().println("  jdbc:trino://" + server.endpoint() + "/lake");
    console.out().flush();
  }
}
