package dev.sluice.silver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.common.definition.AnalyzedDataset;
import dev.sluice.common.definition.HmacKey;
import dev.sluice.common.spark.SparkForTests;
import dev.sluice.common.table.RecordIdentity;
import dev.sluice.common.table.SilverTable;
import dev.sluice.common.table.Subject;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose a row of silver is, as far as silver tells. */
class SilverSubjectsTest {
  private static final StructType SILVER =
      new StructType()
          .add(SilverTable.CLUSTER, DataTypes.StringType)
          .add(SilverTable.TOPIC, DataTypes.StringType)
          .add(SilverTable.PARTITION, DataTypes.IntegerType)
          .add(SilverTable.OFFSET, DataTypes.LongType)
          .add(SilverTable.ARRIVED_AT, DataTypes.TimestampType)
          .add("account", DataTypes.StringType)
          .add("card", DataTypes.StringType)
          .add(SilverTable.EXTRA, DataTypes.StringType);

  @TempDir Path directory;

  private final List<Row> rows = new ArrayList<>();

  @Test
  void aRowIsFoundByTheIdAndByWhatAnyOfTheKeysHasMadeOfIt() {
    row("42", null);
    row(signed("42", People.K1), null);
    row(signed("42", People.K2), null);
    row(signed("43", People.K2), null);
    row("4", null);
    row(null, "{\"other\":42}");

    SilverSubjects found = find("account");

    assertThat(found.records()).extracting(RecordIdentity::offset).containsExactly(0L, 1L, 2L);
    assertThat(found.unknown()).isZero();
  }

  @Test
  void ofARowThatDoesNotTellNobodyKnowsWhoseItIs() {
    row(signed("42", People.K2).replace("k2:", "k0:"), null);
    row(null, "{\"account\":42}");
    row("43", null);

    assertThat(find("account")).isEqualTo(new SilverSubjects(Set.of(), 2));
    assertThat(find("card").unknown()).as("a mask hides who it is").isEqualTo(3);
    assertThat(find("unheard_of").unknown()).isEqualTo(3);
  }

  private SilverSubjects find(String field) {
    AnalyzedDataset people = People.dataset(directory, People.K2, People.K1);
    Dataset<Row> silver = SparkForTests.session().createDataFrame(rows, SILVER);
    return SilverSubjects.find(
        silver,
        people,
        field,
        Subject.of("42"),
        SilverSubjects.signed("42", List.of(People.K2, People.K1)));
  }

  private void row(String account, String extra) {
    long offset = rows.size();
    Timestamp arrived = Timestamp.from(People.NOON);
    rows.add(RowFactory.create("main", "people", 0, offset, arrived, account, "****4444", extra));
  }

  private static String signed(String id, HmacKey key) {
    return new Signer(key).sign(UTF8String.fromString(id)).toString();
  }
}
