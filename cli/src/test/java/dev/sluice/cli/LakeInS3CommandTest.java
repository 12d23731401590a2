package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.bronze.BronzeStage;
import dev.sluice.common.s3.PretendedS3;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.BronzeTable;
import dev.sluice.common.table.Lake;
import dev.sluice.common.table.Reached;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a lake in a pretended S3, which they find by the environment alone. */
@Tag("slow")
class LakeInS3CommandTest {
  private static final int COMMITS = 3;

  @TempDir Path home;

  @Test
  void tablesThereAreMaintainedUnderTheLeaseAndAsked() throws Exception {
    String lake = "s3://" + PretendedS3.makeBucket("commands") + "/a lake";
    SparkSession session = SparkForTests.session();
    PretendedS3.configure(session.sparkContext().hadoopConfiguration());
    BronzeStage bronze = new BronzeStage(session, new Lake(lake).bronze("clicks", 1));
    for (int commit = 0; commit < COMMITS; commit++) {
      Row row =
          RowFactory.create(
              "main", "clicks", 0, (long) commit, null, 1, null, null, null, null, 1L, 0L, null);
      bronze
          .table()
          .append(
              session.createDataFrame(List.of(row), BronzeTable.SCHEMA), Reached.NOTHING.toJson());
    }

    JsonNode maintained =
        new ObjectMapper().readTree(run("maintain", "--lake", lake, "--json")).at("/tables/0");
    assertThat(maintained.path("table").asText()).isEqualTo("bronze.clicks");
    assertThat(maintained.at("/optimize/files_removed").asInt()).isEqualTo(COMMITS);
    assertThat(maintained.path("checkpoint_version").asInt()).isGreaterThan(COMMITS);

    assertThat(run("sql", "--lake", lake, "--csv", "select count(*) as n from bronze.clicks"))
        .isEqualTo("n\n" + COMMITS + "\n");
  }

  private String run(String... command) throws Exception {
    Map<String, String> environment =
        Map.of(
            "AWS_ENDPOINT_URL", PretendedS3.endpoint().toString(),
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "pretended",
            "AWS_SECRET_ACCESS_KEY", "pretended");
    try (SluiceProcess sluice = SluiceProcess.start(home, environment, command)) {
      assertThat(sluice.exitCode(120)).as(sluice.error()).isZero();
      return sluice.out();
    }
  }
}
