package dev.sluice.common.definition;

import dev.sluice.common.definition.DatasetDefinition.Aggregate;
import dev.sluice.common.definition.DatasetDefinition.Protect;
import dev.sluice.common.definition.DefinitionReader.Draft;
import dev.sluice.common.error.Errors;
import dev.sluice.common.error.SluiceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads dataset files and finds everything wrong with them. Starts no Spark. */
public final class Definitions {
  private Definitions() {}

  /**
   * Begins to load what the first call of the others takes, on a thread of its own. The caller uses
   * no class of Spark before that call, which waits for the thread.
   */
  public static void prepare() {
    FirstAnalysis.begin();
  }

  /**
   * Reads and analyses dataset files, each on its own and all together.
   *
   * @param platform the clusters that datasets may name
   * @return the datasets without any problem, and every problem of the others
   */
  public static Loaded load(List<Path> datasets, PlatformDefinition platform) {
    FirstAnalysis.await();
    List<Draft> drafts = datasets.stream().map(DefinitionReader::read).toList();
    drafts.forEach(draft -> checkCluster(draft, platform));
    drafts.forEach(draft -> checkKeys(draft, platform));
    drafts.forEach(draft -> checkRegistry(draft, platform));
    new SharedNames().check(drafts);
    List<AnalyzedDataset> analyzed = new ArrayList<>();
    for (Draft draft : drafts) {
      DefinitionValidator.validate(draft, platform.hmacKeys()).ifPresent(analyzed::add);
    }
    return new Loaded(
        analyzed, drafts.stream().flatMap(draft -> draft.report().problems().stream()).toList());
  }

  /**
   * The same, for those who can only go on when all is well.
   *
   * @throws SluiceException SL-1001 with every problem
   */
  public static List<AnalyzedDataset> require(List<Path> datasets, PlatformDefinition platform) {
    Loaded loaded = load(datasets, platform);
    if (!loaded.problems().isEmpty()) {
      throw Errors.invalidDefinition(loaded.problems().stream().map(Problem::toString).toList());
    }
    return loaded.datasets();
  }

  private static void checkCluster(Draft draft, PlatformDefinition platform) {
    Optional<String> unknown =
        draft
            .definition()
            .map(definition -> definition.source().cluster())
            .filter(cluster -> !cluster.equals(Draft.UNREADABLE))
            .filter(cluster -> !platform.clusters().containsKey(cluster));
    unknown.ifPresent(
        cluster ->
            draft
                .report()
                .problem(
                    "source.kafka.cluster",
                    "Unknown cluster: source.kafka.cluster: " + Shown.text(cluster),
                    platform.clusters().isEmpty()
                        ? "the platform file names none"
                        : Nearest.hint(cluster, platform.clusters().keySet())));
  }

  /** The first value that nothing can sign speaks for all. */
  private static void checkKeys(Draft draft, PlatformDefinition platform) {
    List<Protect> protect =
        draft.definition().map(definition -> definition.silver().protect()).orElse(List.of());
    for (int index = 0; index < protect.size(); index++) {
      if (protect.get(index).method() instanceof ProtectMethod.Hmac
          && platform.hmacKeys().isEmpty()) {
        draft
            .report()
            .problem(
                "silver.protect[" + index + "].as",
                "No key to sign with: silver.protect[" + index + "].as: hmac",
                "the platform file names keys in protection.hmac");
        return;
      }
    }
  }

  /** Writers' schemas are known by their ids to a registry only. */
  private static void checkRegistry(Draft draft, PlatformDefinition platform) {
    boolean needsOne =
        draft
            .definition()
            .flatMap(definition -> definition.schema().format().registered())
            .isPresent();
    if (needsOne && platform.registry().isEmpty()) {
      draft
          .report()
          .problem(
              "schema.wire",
              "Missing registry: the platform file names none",
              "add registry: {url: ...} to it, or wire: bare where events carry no schema id");
    }
  }

  /**
   * What was read.
   *
   * @param datasets those without a problem
   * @param problems by file as given, then by line and column
   */
  public record Loaded(List<AnalyzedDataset> datasets, List<Problem> problems) {
    public Loaded {
      datasets = List.copyOf(datasets);
      problems = List.copyOf(problems);
    }
  }

  /** No two datasets write one table, and no two aggregates one key of Redis. */
  private static final class SharedNames {
    private final Map<String, String> datasets = new HashMap<>();
    private final Map<String, String> aggregates = new HashMap<>();
    private final Map<String, String> keys = new HashMap<>();

    void check(List<Draft> drafts) {
      for (Draft draft : drafts) {
        draft.definition().ifPresent(definition -> check(definition, draft.report()));
      }
    }

    private void check(DatasetDefinition definition, Report report) {
      claim(datasets, definition.name(), "metadata.name", "dataset", report);
      for (int index = 0; index < definition.aggregates().size(); index++) {
        Aggregate aggregate = definition.aggregates().get(index);
        String path = "gold.aggregates[" + index + "]";
        claim(aggregates, aggregate.name(), path + ".name", "aggregate", report);
        aggregate
            .hot()
            .flatMap(hot -> HotKeyTemplate.parse(hot.key()))
            .ifPresent(key -> claim(keys, key.shape(), path + ".hot.key", "hot key", report));
      }
    }

    private static void claim(
        Map<String, String> claimed, String name, String path, String what, Report report) {
      if (name.equals(Draft.UNREADABLE)) {
        return;
      }
      String other = claimed.putIfAbsent(name, report.file().toString());
      if (other != null) {
        report.problem(
            path,
            "Two with the same " + what + ": " + Shown.text(name),
            "the other is in " + other);
      }
    }
  }
}
