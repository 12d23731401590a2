package dev.sluice.cli.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.spark.SparkForTests;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSessionTest {
  @TempDir Path scratch;

  @Test
  void aSessionThatRanBeforeStaysOpen() {
    SparkSession before = SparkForTests.session();
    try (LocalSession borrowed = LocalSession.open("test", scratch)) {
      assertThat(borrowed.session().sparkContext()).isSameAs(before.sparkContext());
    }
    assertThat(before.sparkContext().isStopped()).isFalse();
  }

  @Test
  void aSessionThatRanBeforeGoesOnCompiling() {
    SparkSession before = SparkForTests.session();
    LocalSession.openForFewRows("test", scratch).close();
    assertThat(before.conf().get("spark.sql.codegen.wholeStage")).isEqualTo("true");
  }
}
