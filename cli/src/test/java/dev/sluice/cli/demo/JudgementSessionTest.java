package dev.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.spark.SparkForTests;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgementSessionTest {
  @TempDir Path scratch;

  @Test
  void aSessionThatRanBeforeStaysOpen() {
    SparkSession before = SparkForTests.session();
    try (JudgementSession judgement = JudgementSession.open(scratch)) {
      assertThat(judgement.session().sparkContext()).isSameAs(before.sparkContext());
    }
    assertThat(before.sparkContext().isStopped()).isFalse();
  }
}
