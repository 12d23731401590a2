package dev.sluice.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.to_json;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.Definitions;
import dev.sluice.common.definition.HmacKey;
import dev.sluice.common.definition.PlatformDefinition;
import dev.sluice.common.definition.PlatformDefinition.Cluster;
import dev.sluice.common.definition.PlatformDefinition.LaneOption;
import dev.sluice.common.spark.Rows;
import dev.sluice.common.table.ArrivalFrontier;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.WriteObserver;
import dev.sluice.silver.Judged;
import dev.sluice.silver.SilverStage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.avro.functions;

/**
 * What silver costs: decoding, {@code where}, three rules and two protected fields on top of a bare
 * append of the same rows of bronze, beside the decoder that comes with Spark. All read the same
 * Delta table in the same batches, and write one commit for each.
 */
public final class DecodeCase {
  /** Most rows of one batch: the default of {@code source.kafka.maxRecordsPerBatch}. */
  private static final int MAX_ROWS_PER_BATCH = 200_000;

  private final SparkSession session;
  private final Path folder;
  private final Format format;
  private int run;

  /** The wire format of the events. */
  public enum Format {
    JSON("purchase.schema.json", "json"),
    AVRO("purchase.avsc", "avro, wire: bare");

    private final String schema;
    private final String definition;

    Format(String schema, String definition) {
      this.schema = schema;
      this.definition = definition;
    }

    /** As dataset files and users spell it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    private Column encode(Column event) throws IOException {
      return this == JSON ? to_json(event).cast("binary") : functions.to_avro(event, text(schema));
    }

    /** As people who have only Spark do it. */
    private Column decodeWithSpark() throws IOException {
      return this == JSON
          ? expr(
              "from_json(string(value), 'event_id string, occurred_at bigint, user_id string,"
                  + " ip string, price decimal(18,2), quantity bigint, weight double,"
                  + " country string, page string, user_agent string')")
          : functions.from_avro(col("value"), text(schema));
    }
  }

  /**
   * Prepares it.
   *
   * @param folder empty, for all that is written
   */
  public DecodeCase(SparkSession session, Path folder, Format format) {
    this.session = session;
    this.folder = folder;
    this.format = format;
  }

  /**
   * Measures it.
   *
   * @param rows of every round, rounded down to batches of the same size
   * @param warmUps rounds that are not measured
   */
  public CaseReport run(long rows, int warmUps, int rounds, Consumer<String> progress)
      throws Exception {
    progress.accept("writing bronze, " + format.word());
    int batches = (int) ((rows + MAX_ROWS_PER_BATCH - 1) / MAX_ROWS_PER_BATCH);
    Column encoded = format.encode(col("event"));
    Purchases purchases =
        Purchases.write(session, folder.resolve("bronze").toString(), rows, batches, encoded);
    AnalyzedDataset dataset = dataset();
    Column decoded = format.decodeWithSpark();
    List<Measured> measured =
        Contest.run(
            List.of(
                new Contender("bare append", () -> append(purchases, batch -> batch)),
                new Contender(
                    "from_%s, append".formatted(format.word()),
                    () -> append(purchases, batch -> parsed(batch, decoded))),
                new Contender("silver", () -> silver(purchases, dataset))),
            warmUps,
            rounds,
            progress);
    return new CaseReport(
        "decode." + format.word(),
        "%s values of %d bytes from bronze, appended bare, parsed by Spark, or made silver"
            .formatted(format, purchases.bytesPerValue()),
        purchases.rows(),
        measured);
  }

  private interface Step {
    Dataset<Row> of(Dataset<Row> bronze);
  }

  /** As the manuals of Spark and Delta show it. */
  private void append(Purchases purchases, Step step) {
    String table = freshFolder();
    for (int batch = 0; batch < purchases.batches(); batch++) {
      step.of(purchases.batch(batch)).write().format("delta").mode("append").save(table);
    }
  }

  /** Neither {@code where} nor rules nor protection: what they cost is Sluice's alone to bear. */
  private static Dataset<Row> parsed(Dataset<Row> bronze, Column decoded) {
    return bronze
        .select(
            decoded.as("event"),
            col(BronzeTable.ARRIVED_AT),
            col(BronzeTable.TOPIC),
            col(BronzeTable.PARTITION),
            col(BronzeTable.OFFSET))
        .selectExpr(
            "event.*",
            "timestamp_millis(event.occurred_at) as event_time",
            BronzeTable.ARRIVED_AT,
            BronzeTable.TOPIC,
            BronzeTable.PARTITION,
            BronzeTable.OFFSET);
  }

  private void silver(Purchases purchases, AnalyzedDataset dataset) {
    Lake lake = new Lake(freshFolder());
    try (SilverStage silver =
        SilverStage.open(
            session, dataset, lake, Lake.FIRST_GENERATION, Optional.empty(), () -> false)) {
      for (int batch = 0; batch < purchases.batches(); batch++) {
        Judged judged =
            silver.judge(
                Rows.of(purchases.batch(batch)), purchases.reached(batch), ArrivalFrontier.NONE);
        silver.commit(List.of(judged), judged.accounting().read(), 2, WriteObserver.NONE);
        judged.release();
      }
    }
  }

  private String freshFolder() {
    return folder.resolve("run-" + ++run).toString();
  }

  private AnalyzedDataset dataset() throws IOException {
    Path definition = Files.createDirectories(folder.resolve("definition"));
    Files.writeString(definition.resolve(format.schema), text(format.schema));
    Path file =
        Files.writeString(
            definition.resolve("dataset.yaml"),
            text("dataset.yaml").formatted(format.definition, format.schema));
    return Definitions.require(List.of(file), platform()).get(0);
  }

  private PlatformDefinition platform() {
    return new PlatformDefinition(
            folder.toString(),
            Map.of("main", new Cluster("main", "localhost:1", Map.of())),
            Optional.empty(),
            LaneOption.LIVE,
            Duration.ofSeconds(2),
            Duration.ofSeconds(5))
        .withHmacKeys(List.of(new HmacKey("k1", "0123456789abcdef".repeat(3))));
  }

  private static String text(String resource) throws IOException {
    try (InputStream in = DecodeCase.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
